-- Row-level security: one table, and each role and setting sees its own rows.
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON orders TO shop_clerk, shop_guest;
GRANT USAGE ON SCHEMA expect TO shop_clerk, shop_guest;
CREATE POLICY clerk_sees_all ON orders FOR SELECT TO shop_clerk USING (true);
CREATE POLICY clerk_changes_open ON orders FOR UPDATE TO shop_clerk USING (status = 'open')
    WITH CHECK (status IN ('open', 'paid'));
CREATE POLICY guest_own ON orders TO shop_guest USING (customer = current_setting('shop.customer')::int);
CREATE POLICY guest_not_cancelled ON orders AS RESTRICTIVE FOR SELECT TO shop_guest USING (status <> 'cancelled');
SELECT count(*) AS open FROM orders WHERE status = 'open' \gset
SELECT customer AS buyer, count(*) FILTER (WHERE status <> 'cancelled') AS live FROM orders GROUP BY 1
    HAVING bool_or(status = 'cancelled') AND bool_or(status = 'paid') ORDER BY 1 LIMIT 1 \gset

SET ROLE shop_clerk;
SELECT expect.equal('a clerk sees all', (SELECT count(*) FROM orders), 6000);
SELECT expect.error('but not into any state', '42501', $$UPDATE orders SET status = 'shipped'$$, 'row-level security');
WITH paid AS (UPDATE orders SET status = 'paid' RETURNING id)
    SELECT expect.equal('and changes the open ones', (SELECT count(*) FROM paid), :open);
SELECT expect.error('no policy for INSERT, no new rows', '42501',
    'INSERT INTO orders (customer, placed) VALUES (1, now())');
WITH gone AS (DELETE FROM orders RETURNING id)
    SELECT expect.equal('without a policy for DELETE nothing is deleted', (SELECT count(*) FROM gone), 0);

SET ROLE shop_guest;
SELECT expect.error('who are you', '42704', 'SELECT count(*) FROM orders', 'shop.customer');
SET shop.customer = :buyer;
SELECT expect.equal('a guest sees the own ones, without the cancelled', (SELECT count(*) FROM orders), :live);
SELECT expect.error('and writes none for others', '42501', 'INSERT INTO orders (customer, placed) VALUES (1799, now())',
    'row-level security');
RESET ROLE;
SELECT expect.equal('a superuser is not bound', (SELECT count(*) FROM orders), 6000);
