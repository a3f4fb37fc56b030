-- LATERAL: for each customer the latest two orders, each by an index scan that stops early.
PREPARE latest AS
SELECT c.id, o.id AS order_id, o.placed, o.rank FROM customers c
CROSS JOIN LATERAL (
    SELECT id, placed, row_number() OVER (ORDER BY placed DESC) AS rank FROM orders WHERE customer = c.id
    ORDER BY placed DESC LIMIT 2) o
WHERE c.id <= 50;

CREATE TEMP TABLE latest AS EXECUTE latest;
SELECT expect.that('nobody has more than two', (SELECT max(n) = 2 FROM (SELECT count(*) n FROM latest GROUP BY id) x));
SELECT expect.that('no order that was left out is later than one that was taken', NOT EXISTS (
    SELECT FROM latest l JOIN orders o ON o.customer = l.id
    WHERE o.placed > l.placed AND o.id NOT IN (SELECT order_id FROM latest)));
SELECT expect.that('the index gives the order', expect.plan(
    'SELECT c.id, o.id FROM customers c CROSS JOIN LATERAL
        (SELECT id FROM orders WHERE customer = c.id ORDER BY placed DESC LIMIT 2) o WHERE c.id <= 50')
    ~ 'Limit\s+->  Index Scan using orders_customer');
SELECT expect.equal('CROSS JOIN LATERAL drops customers without orders, LEFT JOIN LATERAL ON true keeps them',
    (SELECT count(DISTINCT c.id) FROM customers c LEFT
    JOIN LATERAL (SELECT FROM orders WHERE customer = c.id LIMIT 2) o ON true
     WHERE c.id > 1790), 210);
