-- ROLLUP and CUBE: sub-totals in the same query, told apart from NULLs by GROUPING().
CREATE TEMP TABLE totals AS
SELECT country, status, count(*) n, sum(o.total) revenue, grouping(country, status) AS level
FROM orders o JOIN customers c ON c.id = o.customer GROUP BY CUBE (country, status);

SELECT expect.equal('the grand total', (SELECT n FROM totals WHERE level = 3), 6000);
SELECT expect.equal('each level adds up to the same', (SELECT array_agg(DISTINCT n) FROM (
    SELECT sum(revenue) n FROM totals GROUP BY level) x),
    (SELECT array_agg(sum) FROM (SELECT sum(total) FROM orders) x));
SELECT expect.equal('7 countries and 5 states',
    (SELECT array_agg(n ORDER BY level) FROM (SELECT level,
    count(*) n FROM totals WHERE level IN (1, 2) GROUP BY level) x),
    ARRAY[7, 5]::bigint[]);
SELECT expect.equal('ROLLUP has no total for the second column alone', (SELECT count(*) FROM (
    SELECT grouping(country, tier) g FROM customers GROUP BY ROLLUP (country, tier)) x WHERE g = 2), 0);
SELECT expect.equal('GROUPING SETS names the levels', (SELECT count(*) FROM (
    SELECT FROM customers GROUP BY GROUPING SETS ((country), (tier), ())) x), 7 + 3 + 1);
