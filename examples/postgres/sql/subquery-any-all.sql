-- ANY, ALL, IN, EXISTS, and rows compared as a whole.
SELECT expect.that('= ANY of an array', 3 = ANY (ARRAY[1, 2, 3]) AND NOT 4 = ANY (ARRAY[1, 2, 3]));
SELECT expect.that('of no rows ALL is true and ANY is false',
    1 > ALL (SELECT 2 WHERE false) AND NOT 1 > ANY (SELECT 2 WHERE false));
SELECT expect.that('the dearest product is >= ALL',
    (SELECT count(*) FROM products WHERE price >= ALL (SELECT price FROM products)) >= 1);
SELECT expect.that('rows compare column by column', (1, 9) < (2, 0) AND (1, 2) < (1, 3) AND NOT (1, 2) < (1, 2));
SELECT expect.that('a NULL decides only when it is reached', ((1, NULL) < (2, 0)) AND ((1, NULL) < (1, 0)) IS NULL);
SELECT expect.equal('pairs with IN',
    (SELECT count(*) FROM order_items WHERE (order_id, line) IN ((1, 1), (2, 1), (2, 9))), 2);
SELECT expect.error('a scalar subquery gives one row at most', '21000', 'SELECT (SELECT id FROM customers)');
SELECT expect.that('no row gives NULL', (SELECT (SELECT id FROM customers WHERE id = -1) IS NULL));
SELECT expect.equal('correlated: orders above their customer''s own average',
    (SELECT count(*) FROM orders o WHERE total > (SELECT avg(total) FROM orders i WHERE i.customer = o.customer)),
    (SELECT count(*) FROM (SELECT total, avg(total) OVER (PARTITION BY customer) mean FROM orders) x
    WHERE total > mean));
