-- What becomes of children: CASCADE, SET NULL of one column, SET DEFAULT, RESTRICT, and ON UPDATE.
CREATE TABLE parent (a int, b int DEFAULT 0, PRIMARY KEY (a, b));
CREATE TABLE by_cascade (a int, b int, FOREIGN KEY (a, b) REFERENCES parent ON DELETE CASCADE ON UPDATE CASCADE);
CREATE TABLE by_null (a int, b int, FOREIGN KEY (a, b) REFERENCES parent ON DELETE SET NULL (b));
CREATE TABLE by_default (a int, b int DEFAULT 0, FOREIGN KEY (a, b) REFERENCES parent ON DELETE SET DEFAULT (b));
CREATE TABLE by_restrict (a int, b int, FOREIGN KEY (a, b) REFERENCES parent ON DELETE RESTRICT);
INSERT INTO parent VALUES (1, 0), (1, 1), (2, 0), (2, 1), (3, 1), (4, 1);
INSERT INTO by_cascade VALUES (1, 1), (4, 1);
INSERT INTO by_null VALUES (1, 1);
INSERT INTO by_default VALUES (2, 1);
INSERT INTO by_restrict VALUES (3, 1);

DELETE FROM parent WHERE b = 1 AND a <= 2;
SELECT expect.equal('CASCADE deletes', (SELECT array_agg(a) FROM by_cascade), ARRAY[4]);
SELECT expect.equal('SET NULL of one column keeps the other', (SELECT format('%s %s', a, coalesce(b, -1)) FROM by_null),
    '1 -1');
SELECT expect.equal('SET DEFAULT', (SELECT b FROM by_default), 0);
SELECT expect.error('RESTRICT', '23503', 'DELETE FROM parent WHERE a = 3');
UPDATE parent SET a = 40 WHERE a = 4;
SELECT expect.equal('a key''s change follows', (SELECT a FROM by_cascade), 40);
INSERT INTO by_restrict VALUES (77, NULL);
SELECT expect.equal('MATCH SIMPLE: one NULL and the rest is not checked',
    (SELECT count(*) FROM by_restrict WHERE a = 77), 1);
SELECT expect.error('MATCH FULL wants all or nothing', '23503', $$
    CREATE TABLE strict (a int, b int, FOREIGN KEY (a, b) REFERENCES parent MATCH FULL); INSERT INTO strict
    VALUES (1, NULL)$$);
