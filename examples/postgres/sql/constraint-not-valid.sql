-- A constraint added NOT VALID holds for new rows at once and for old ones when it is validated.
CREATE TABLE person (id int PRIMARY KEY, age int);
INSERT INTO person VALUES (1, 30), (2, -5);

SELECT expect.error('the old row is in the way', '23514', 'ALTER TABLE person ADD CHECK (age >= 0)');
ALTER TABLE person ADD CONSTRAINT sane CHECK (age >= 0) NOT VALID;
SELECT expect.error('new rows are checked', '23514', 'INSERT INTO person VALUES (3, -1)');
SELECT expect.error('a change of the old row too', '23514', 'UPDATE person SET age = -6 WHERE id = 2');
SELECT expect.error('validation finds the old row', '23514', 'ALTER TABLE person VALIDATE CONSTRAINT sane',
    'violated by some row');
UPDATE person SET age = 5 WHERE id = 2;
SELECT expect.that('until then the catalog says so',
    NOT (SELECT convalidated FROM pg_constraint WHERE conname = 'sane'));
ALTER TABLE person VALIDATE CONSTRAINT sane;
SELECT expect.that('and then it is trusted', (SELECT convalidated FROM pg_constraint WHERE conname = 'sane'));
SELECT expect.that('even by the planner', (SELECT count(*) FROM person WHERE age < 0) = 0
    AND (SET_CONFIG('constraint_exclusion', 'on', false)) = 'on' AND expect.plan('SELECT * FROM person WHERE age < 0')
    ~ 'One-Time Filter: false');
