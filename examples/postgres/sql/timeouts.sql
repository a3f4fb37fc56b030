-- statement_timeout, and what another connection can do to a statement: cancel it, or end its session.
CREATE FUNCTION too_slow() RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_sleep(10);
    RETURN 'slept';
EXCEPTION WHEN query_canceled THEN
    RETURN SQLSTATE;
END $$;
SET statement_timeout = '30ms';
SELECT too_slow() AS outcome \gset
RESET statement_timeout;
SELECT expect.equal('a statement is cancelled in the midst of it', :'outcome', '57014');

SELECT expect.equal('another connection', dblink_connect('other', expect.here()), 'OK');
SELECT pid FROM dblink('other', 'SELECT pg_backend_pid()') AS t(pid int) \gset
SELECT expect.equal('it sleeps', dblink_send_query('other', 'SELECT pg_sleep(10)'), 1);
DO $$
DECLARE
    sleeper int := (SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid());
BEGIN
    FOR i IN 1..200 LOOP
        EXIT WHEN (SELECT wait_event = 'PgSleep' FROM pg_stat_activity WHERE pid = sleeper);
        PERFORM pg_sleep(0.005), pg_stat_clear_snapshot();
    END LOOP;
    PERFORM pg_cancel_backend(sleeper);
END $$;
SELECT expect.error('pg_cancel_backend wakes it', '57014', $$SELECT FROM dblink_get_result('other') AS t(x text)$$);
SELECT expect.equal('the connection lives on', (SELECT count(*) FROM pg_stat_activity WHERE pid = :pid), 1);
SELECT expect.that('pg_terminate_backend ends it, within a second', pg_terminate_backend(:pid, 1000));
