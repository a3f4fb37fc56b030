-- A materialised view: old until it is refreshed; refreshed concurrently it needs a unique key.
SELECT sum(orders) AS old FROM monthly_sales \gset
INSERT INTO orders (customer, placed, status) SELECT 1, '2024-05-05', 'paid' FROM generate_series(1, 10);
SELECT expect.equal('it does not follow', (SELECT sum(orders) FROM monthly_sales), :old);
REFRESH MATERIALIZED VIEW monthly_sales;
SELECT expect.equal('it does when told', (SELECT sum(orders) FROM monthly_sales), :old + 10);
SELECT expect.equal('and agrees with the query', (SELECT count(*) FROM (TABLE monthly_sales EXCEPT
    SELECT date_trunc('month', placed AT TIME ZONE 'UTC')::date, country, count(*),
    sum(total) FROM orders o JOIN customers c ON c.id = o.customer
    WHERE status <> 'cancelled' GROUP BY 1, 2) x), 0);

DELETE FROM orders WHERE placed >= '2024-12-01' AND NOT EXISTS (SELECT FROM payments WHERE order_id = orders.id);
REFRESH MATERIALIZED VIEW CONCURRENTLY monthly_sales;
SELECT expect.that('concurrently too', (SELECT sum(orders) FROM monthly_sales) < :old + 10);
DROP INDEX monthly_sales_key;
SELECT expect.error('not without its unique index', '55000', 'REFRESH MATERIALIZED VIEW CONCURRENTLY monthly_sales',
    'concurrently');
SELECT expect.error('nobody writes to it', '42809', 'DELETE FROM monthly_sales', 'cannot change materialized view');
CREATE MATERIALIZED VIEW later AS SELECT 1 AS x WITH NO DATA;
SELECT expect.error('unfilled it cannot be read', '55000', 'TABLE later', 'not been populated');
