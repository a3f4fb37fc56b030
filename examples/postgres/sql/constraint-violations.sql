-- Each kind of constraint has its own SQLSTATE, and the error names the constraint, the table and the column.
SELECT expect.error('unique', '23505', $$INSERT INTO customers (name, email, country, joined)
    SELECT 'Twin', email, 'DE', current_date FROM customers WHERE id = 1$$, 'customers_email_key');
SELECT expect.error('foreign key, no such parent', '23503',
    'INSERT INTO orders (customer, placed) VALUES (99999, now())', 'orders_customer_fkey');
SELECT expect.error('foreign key, child still there', '23503',
    'DELETE FROM customers WHERE id = (SELECT min(customer) FROM orders)');
SELECT expect.error('not null', '23502', 'UPDATE customers SET name = NULL WHERE id = 1', 'column "name"');
SELECT expect.error('check', '23514', $$UPDATE customers SET tier = 'lead' WHERE id = 1$$, 'customers_tier_check');
SELECT expect.error('domain', '23514', $$UPDATE customers SET email = 'nobody' WHERE id = 1$$, 'email_address');
SELECT expect.error('check over two columns', '23514',
    $$UPDATE orders SET shipped = placed - interval '1 day' WHERE id = 1$$);
SELECT expect.error('too long', '22001', $$UPDATE customers SET country = 'DEU' WHERE id = 1$$);
SELECT expect.error('too large', '22003', 'UPDATE products SET price = 1e12 WHERE id = 1');

DO $$
DECLARE
    name text;
    of_table text;
    of_schema text;
BEGIN
    UPDATE products SET stock = -1 WHERE id = 3;
EXCEPTION WHEN check_violation THEN
    GET STACKED DIAGNOSTICS name = CONSTRAINT_NAME, of_table = TABLE_NAME, of_schema = SCHEMA_NAME;
    PERFORM expect.equal('a program finds the names in fields of their own', ARRAY[name, of_table, of_schema],
                         ARRAY['products_stock_check', 'products', 'public']);
END $$;
