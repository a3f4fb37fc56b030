-- After an error a transaction takes nothing but its end, and a COMMIT then is a ROLLBACK.
\set ON_ERROR_STOP off
BEGIN;
INSERT INTO jobs VALUES (101, 'lost', '{}');
INSERT INTO jobs VALUES (101, 'twice', '{}');
\set first :LAST_ERROR_SQLSTATE
SELECT 1;
\set second :LAST_ERROR_SQLSTATE
COMMIT;
\set ON_ERROR_STOP on
SELECT expect.equal('the error itself', :'first', '23505');
SELECT expect.equal('everything after it', :'second', '25P02');
SELECT expect.equal('COMMIT kept nothing', (SELECT count(*) FROM jobs WHERE id = 101), 0);

-- psql sets a savepoint before each statement on request: then an error costs one statement only.
\set ON_ERROR_ROLLBACK on
\set ON_ERROR_STOP off
BEGIN;
INSERT INTO jobs VALUES (101, 'kept', '{}');
INSERT INTO jobs VALUES (101, 'twice', '{}');
INSERT INTO jobs VALUES (102, 'kept', '{}');
COMMIT;
\set ON_ERROR_STOP on
SELECT expect.equal('two rows stayed', (SELECT count(*) FROM jobs WHERE id > 100), 2);
SELECT expect.error('a read-only transaction writes nothing', '25006',
    'SET transaction_read_only = on; DELETE FROM jobs');
