-- Advisory locks: a number that programs agree on. For a session or a transaction, shared or not.
SELECT expect.equal('another connection', dblink_connect('other', expect.here()), 'OK');
CREATE FUNCTION other(call text) RETURNS boolean LANGUAGE sql AS $$ SELECT got
    FROM dblink('other', 'SELECT ' || call) AS t(got boolean) $$;

DO $$ BEGIN PERFORM pg_advisory_lock(7), pg_advisory_lock(7); END $$;
SELECT expect.that('held', NOT other('pg_try_advisory_lock(7)'));
SELECT expect.that('another number is free', other('pg_try_advisory_lock(8)'));
SELECT expect.that('and so is a pair of numbers', other('pg_try_advisory_lock(0, 7)'));
SELECT expect.that('taken twice it must be given back twice',
    pg_advisory_unlock(7) AND NOT other('pg_try_advisory_lock(7)'));
SELECT expect.that('now it is free', pg_advisory_unlock(7) AND other('pg_try_advisory_lock(7)'));
SELECT expect.that('a rollback does not give back a session''s lock', NOT pg_try_advisory_lock(7));

BEGIN;
SELECT expect.that('for the transaction, shared',
    pg_try_advisory_xact_lock_shared(9) AND other('pg_try_advisory_lock_shared(9)'));
SELECT expect.that('both hold it, so nobody gets it alone', NOT pg_try_advisory_xact_lock(9));
COMMIT;
SELECT expect.equal('what the end of the transaction left',
    (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()), 0);
SELECT expect.equal('and what the other one still holds', (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())), 4);
SELECT expect.equal('a connection that ends gives all of it back', dblink_disconnect('other'), 'OK');
