-- Rows to columns and back: crosstab() of tablefunc, FILTER, and a lateral VALUES.
CREATE EXTENSION tablefunc;
CREATE TEMP TABLE by_quarter AS
SELECT * FROM crosstab(
    $$ SELECT country, extract(quarter FROM month)::int, sum(orders)::int FROM monthly_sales GROUP BY 1, 2 ORDER BY 1,
    2 $$,
    'VALUES (1), (2), (3), (4)') AS (country char(2), q1 int, q2 int, q3 int, q4 int);

SELECT expect.equal('one row a country', (SELECT count(*) FROM by_quarter),
    (SELECT count(DISTINCT country) FROM customers));
SELECT expect.equal('FILTER gives the same columns',
    (SELECT array_agg(format('%s %s %s', country, q1, q4) ORDER BY country) FROM by_quarter),
    (SELECT array_agg(line ORDER BY country) FROM (
        SELECT country, format('%s %s %s', country, sum(orders) FILTER (WHERE extract(quarter FROM month) = 1),
                               sum(orders) FILTER (WHERE extract(quarter FROM month) = 4)) line
        FROM monthly_sales GROUP BY country) x));
SELECT expect.equal('and back: the columns hold all orders',
    (SELECT sum(n) FROM by_quarter, LATERAL (VALUES (q1), (q2), (q3), (q4)) q(n)),
    (SELECT count(*) FROM orders WHERE status <> 'cancelled'));
