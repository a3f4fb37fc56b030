-- The server counts: rows read and written, scans, and who is doing what now.
BEGIN;
UPDATE jobs SET state = 'x' WHERE id <= 5;
DELETE FROM jobs WHERE id = 6;
SELECT expect.equal('inside the transaction',
    (SELECT array[n_tup_upd, n_tup_del] FROM pg_stat_xact_user_tables WHERE relname = 'jobs'), ARRAY[5, 1]::bigint[]);
COMMIT;
DO $$ BEGIN PERFORM pg_stat_force_next_flush(); END $$;
SELECT count(*) AS n FROM orders WHERE id = 5 \gset
DO $$ BEGIN PERFORM pg_stat_force_next_flush(); END $$;
SELECT expect.equal('afterwards for all to see',
    (SELECT array[n_tup_upd, n_tup_del] FROM pg_stat_user_tables WHERE relname = 'jobs'), ARRAY[5, 1]::bigint[]);
SELECT expect.that('an index was used', (SELECT idx_scan >= 1 FROM pg_stat_user_indexes
    WHERE indexrelname = 'orders_pkey'));

SET application_name = 'counting';
SELECT expect.equal('oneself, at work', (SELECT format('%s %s', application_name, state) FROM pg_stat_activity
    WHERE pid = pg_backend_pid()), 'counting active');
SELECT expect.that('one''s own query', (SELECT query ~ 'own query' FROM pg_stat_activity WHERE pid = pg_backend_pid()));
SELECT expect.that('the time of the transaction',
    (SELECT xact_start = now() FROM pg_stat_activity WHERE pid = pg_backend_pid()));
SELECT expect.that('the server''s own processes',
    (SELECT count(*) >= 3 FROM pg_stat_activity
    WHERE backend_type IN ('checkpointer', 'background writer', 'walwriter')));
