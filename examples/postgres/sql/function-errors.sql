-- PL/pgSQL: errors raised with a state, caught, told apart, and what they undo.
SELECT expect.error('one''s own state', 'SH002', 'CALL transfer(1, 2, -5)', 'positive');
SELECT expect.error('the constraint is behind it all', '23514', 'CALL transfer(1, 2, 5000)', 'accounts_not_overdrawn');
SELECT expect.equal('neither moved anything', (SELECT count(*) FROM accounts WHERE balance <> 1000), 0);
CALL transfer(1, 2, 250);
SELECT expect.equal('this one did', (SELECT array_agg(balance::int ORDER BY id) FROM accounts WHERE id <= 2),
    ARRAY[750, 1250]);

SELECT place_order(1, '[{"product": 4, "quantity": 2}, {"product": 5, "quantity": 1}]') AS placed \gset
SELECT expect.equal('an order has its lines and total',
    (SELECT array[count(*), sum(i.total), min(o.total)] FROM order_items i
    JOIN orders o ON o.id = i.order_id WHERE o.id = :placed), (SELECT array[2, t, t] FROM (
    SELECT sum(price * CASE id WHEN 4 THEN 2 ELSE 1 END) t FROM products WHERE id IN (4, 5)) x));
SELECT expect.equal('and took from stock', (SELECT array_agg(pick(id, 27, 200) - stock ORDER BY id) FROM products
    WHERE id IN (4, 5)), ARRAY[2, 1]);
SELECT count(*) AS before FROM orders \gset
SELECT expect.error('too much is refused', 'SH001', $$SELECT place_order(1, '[{"product": 4, "quantity": 1000}]')$$,
    'not enough');
SELECT expect.equal('and leaves no order behind', (SELECT count(*) FROM orders), :before::bigint);

DO $$
DECLARE
    detail text;
    hint text;
BEGIN
    PERFORM place_order(1, '[{"product": 4, "quantity": 1000}]');
EXCEPTION WHEN SQLSTATE 'SH001' THEN
    GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
    PERFORM expect.equal('the hint arrives', hint, 'order less');
END $$;
SELECT expect.error('INTO STRICT wants exactly one', 'P0003',
    'DO $x$ DECLARE n int; BEGIN SELECT id INTO STRICT n FROM customers; END $x$');
SELECT expect.error('an assertion has a state too', 'P0004', $$DO $x$ BEGIN ASSERT 1 = 2, 'no'; END $x$ $$);
