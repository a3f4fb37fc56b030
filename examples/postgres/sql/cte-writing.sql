-- WITH that writes: rows move from one table to another in a single statement, and all parts see the same snapshot.
CREATE TABLE old_orders (LIKE orders INCLUDING ALL EXCLUDING IDENTITY);
SELECT count(*) AS cancelled FROM orders WHERE status = 'cancelled' \gset

WITH items AS (DELETE FROM order_items USING orders WHERE order_id = orders.id AND status = 'cancelled'
    RETURNING order_id),
     gone AS (DELETE FROM orders WHERE status = 'cancelled' RETURNING *),
     kept AS (INSERT INTO old_orders SELECT * FROM gone RETURNING id)
SELECT expect.equal('as many arrive as leave', (SELECT count(*) FROM kept), (SELECT count(*) FROM gone)),
       expect.equal('the statement itself still sees the old rows',
                    (SELECT count(*) FROM orders WHERE status = 'cancelled'), :cancelled::bigint);

SELECT expect.equal('afterwards they are gone', (SELECT count(*) FROM orders WHERE status = 'cancelled'), 0);
SELECT expect.equal('and kept', (SELECT count(*) FROM old_orders), :cancelled::bigint);
SELECT expect.that('there were some', :cancelled > 300);

SELECT expect.that('a plain WITH is folded into the query',
    expect.plan('WITH c AS (SELECT * FROM customers) SELECT * FROM c WHERE id = 7')
    ~ 'Index Scan using customers_pkey');
SELECT expect.that('MATERIALIZED keeps it apart',
    expect.plan('WITH c AS MATERIALIZED (SELECT * FROM customers) SELECT * FROM c WHERE id = 7') ~ 'CTE Scan');
