-- Savepoints: parts of a transaction are undone, the rest is kept.
BEGIN;
INSERT INTO jobs VALUES (101, 'kept', '{}');
SAVEPOINT one;
INSERT INTO jobs VALUES (102, 'undone', '{}');
SAVEPOINT two;
INSERT INTO jobs VALUES (103, 'undone with its elder', '{}');
RELEASE SAVEPOINT two;
SELECT expect.equal('inside, all three are there', (SELECT count(*) FROM jobs WHERE id > 100), 3);
ROLLBACK TO SAVEPOINT one;
SELECT expect.equal('a released savepoint goes with the one around it', (SELECT count(*) FROM jobs WHERE id > 100), 1);
INSERT INTO jobs VALUES (104, 'kept', '{}');
SAVEPOINT one;
INSERT INTO jobs VALUES (105, 'undone', '{}');
ROLLBACK TO one;
RELEASE one;
INSERT INTO jobs VALUES (106, 'kept', '{}');
ROLLBACK TO one;
DELETE FROM jobs WHERE id = 106;
COMMIT;
SELECT expect.equal('the name was covered, and came back when it was released',
    (SELECT array_agg(id ORDER BY id) FROM jobs WHERE id > 100), ARRAY[101]);
