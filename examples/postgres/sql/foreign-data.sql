-- postgres_fdw: this database through a second door. Conditions, joins and counts are sent over; writes share the
-- transaction.
CREATE EXTENSION postgres_fdw;
DO $$ BEGIN
    EXECUTE format('CREATE SERVER loop FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host %L, port %L, dbname %L)',
                   current_setting('unix_socket_directories'), current_setting('port'), current_database());
    EXECUTE format('CREATE USER MAPPING FOR CURRENT_USER SERVER loop OPTIONS (user %L)', current_user);
END $$;
CREATE SCHEMA far;
IMPORT FOREIGN SCHEMA public LIMIT TO (orders, customers, jobs) FROM SERVER loop INTO far;
ANALYZE far.orders, far.customers;
CREATE FUNCTION sent(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    plan json;
BEGIN
    EXECUTE 'EXPLAIN (VERBOSE, FORMAT JSON) ' || statement INTO plan;
    RETURN plan #>> '{0,Plan,Remote SQL}';
END $$;

SELECT expect.that('a condition', sent('SELECT name FROM far.customers WHERE country = ''SE''')
    ~ 'SELECT name FROM public.customers WHERE .*country = ''SE''');
SELECT expect.that('a join', sent('SELECT o.id, c.name FROM far.orders o JOIN far.customers c ON c.id = o.customer
    WHERE o.id = 5') ~ 'SELECT .* FROM \(public.orders .*INNER JOIN public.customers');
SELECT expect.that('a count', sent('SELECT count(*) FROM far.orders') ~ 'SELECT count\(\*\) FROM public.orders');
SELECT expect.that('a volatile function is not', sent('SELECT name FROM far.customers WHERE random() < 2') !~ 'random');
SELECT expect.equal('the same rows', (SELECT sum(total) FROM far.orders), (SELECT sum(total) FROM orders));

BEGIN;
UPDATE far.jobs SET state = 'far' WHERE id <= 3;
SELECT expect.equal('the other side has not committed', (SELECT count(*) FROM jobs WHERE state = 'far'), 0);
COMMIT;
SELECT expect.equal('now both have', (SELECT count(*) FROM jobs WHERE state = 'far'), 3);
BEGIN;
DELETE FROM far.jobs;
ROLLBACK;
SELECT expect.equal('and rolled back both', (SELECT count(*) FROM jobs), 40);
SELECT expect.error('the far constraint speaks', '23505', $$INSERT INTO far.jobs VALUES (1, 'x', '{}')$$, 'jobs_pkey');
