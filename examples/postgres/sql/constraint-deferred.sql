-- A deferred constraint is checked at COMMIT: two rows may swap a unique value, two tables may point at each other.
CREATE TABLE seat (number int CONSTRAINT seat_number UNIQUE DEFERRABLE, guest text);
INSERT INTO seat VALUES (1, 'ann'), (2, 'bob');

-- A deferrable constraint waits for the end of the statement; a plain one compares row by row.
UPDATE seat SET number = number + 1;
SELECT expect.equal('shifted', (SELECT array_agg(number ORDER BY guest) FROM seat), ARRAY[2, 3]);

BEGIN;
SET CONSTRAINTS seat_number DEFERRED;
UPDATE seat SET number = 3 WHERE guest = 'ann';
SELECT expect.equal('inside, two sit on one seat', (SELECT count(*) FROM seat WHERE number = 3), 2);
UPDATE seat SET number = 2 WHERE guest = 'bob';
COMMIT;
SELECT expect.equal('swapped', (SELECT string_agg(guest, ' ' ORDER BY number) FROM seat), 'bob ann');

SELECT expect.error('asking for the check makes it happen', '23505', $$
    SET CONSTRAINTS seat_number DEFERRED; UPDATE seat SET number = 9; SET CONSTRAINTS seat_number IMMEDIATE$$);

CREATE TABLE hen (id int PRIMARY KEY, egg int);
CREATE TABLE egg (id int PRIMARY KEY, hen int REFERENCES hen DEFERRABLE INITIALLY DEFERRED);
ALTER TABLE hen ADD FOREIGN KEY (egg) REFERENCES egg DEFERRABLE INITIALLY DEFERRED;
BEGIN;
INSERT INTO hen VALUES (1, 1);
INSERT INTO egg VALUES (1, 1);
COMMIT;
SELECT expect.equal('hen and egg', (SELECT count(*) FROM hen JOIN egg ON egg.hen = hen.id AND hen.egg = egg.id), 1);
