-- Prepared statements: types, plans for the value and plans for any value, and what makes PostgreSQL plan again.
PREPARE by_status(order_status) AS SELECT count(*) FROM orders WHERE status = $1 AND placed < '2024-02-01';
SELECT expect.equal('its parameters', (SELECT parameter_types::text FROM pg_prepared_statements
    WHERE name = 'by_status'), '{order_status}');
SELECT expect.that('planned for this value: the partial index fits',
    expect.plan($$EXECUTE by_status('open')$$) ~ 'orders_open');
SELECT expect.that('for another it does not', expect.plan($$EXECUTE by_status('paid')$$) !~ 'orders_open');
SET plan_cache_mode = force_generic_plan;
SELECT expect.that('planned for any value it never fits',
    expect.plan($$EXECUTE by_status('open')$$) ~ 'status = \$1' AND expect.plan($$EXECUTE by_status('open')$$)
    !~ 'orders_open');
SELECT expect.error('a wrong value', '22P02', $$EXECUTE by_status('none')$$);
SELECT expect.error('a value too few', '42601', 'EXECUTE by_status');
SELECT expect.error('a name twice', '42P05', 'PREPARE by_status AS SELECT 1');

PREPARE everything AS SELECT * FROM jobs;
EXECUTE everything \g /dev/null
CREATE INDEX jobs_state ON jobs (state);
EXECUTE everything \g /dev/null
ALTER TABLE jobs ADD extra int;
SELECT expect.error('its columns may not change', '0A000', 'EXECUTE everything', 'must not change result type');
DEALLOCATE ALL;
SELECT expect.equal('forgotten', (SELECT count(*) FROM pg_prepared_statements), 0);
SELECT expect.error('really', '26000', 'EXECUTE everything');
