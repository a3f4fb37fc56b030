-- Which index a query can use: partial, expression, covering, several together, and none.
SELECT expect.that('partial: the condition must imply it',
    expect.plan($$SELECT count(*) FROM orders WHERE status = 'open' AND placed < '2024-02-01'$$) ~ 'orders_open'
    AND expect.plan($$SELECT count(*) FROM orders WHERE status = 'returned' AND placed < '2024-02-01'$$)
    !~ 'orders_open');
SELECT expect.that('expression', expect.plan($$SELECT * FROM customers WHERE lower(name) = 'ada abel'$$)
    ~ 'customers_name_lower');
SELECT expect.that('written otherwise it is not found',
    expect.plan($$SELECT * FROM customers WHERE upper(name) = 'ADA ABEL'$$) ~ 'Seq Scan');
SELECT expect.that('covering: the table is not read',
    expect.plan('SELECT product, sum(quantity) FROM order_items WHERE product = 7 GROUP BY 1')
    ~ 'Index Only Scan using order_items_product');

CREATE INDEX products_price ON products (price);
CREATE INDEX products_stock ON products (stock);
SELECT expect.that('two indexes in one bitmap',
    expect.plan('SELECT * FROM products WHERE price < 5 AND stock = 7 OR stock = 9') ~ 'BitmapOr');
SELECT expect.that('backwards', expect.plan('SELECT max(price) FROM products') ~ 'Index Only Scan Backward');
SELECT expect.that('a pattern needs the C collation or an operator class',
    expect.plan($$SELECT * FROM products WHERE sku LIKE 'AB-%'$$) ~ 'Seq Scan'
    AND (SELECT true FROM (SELECT set_config('enable_seqscan', 'on', false)) x));
CREATE INDEX products_sku_pattern ON products (sku text_pattern_ops);
SELECT expect.that('with it a prefix is a range',
    expect.plan($$SELECT * FROM products WHERE sku LIKE 'AB-%'$$) ~ 'sku ~>=~ ''AB-''');
SELECT expect.that('hash: equality only', (SELECT amname FROM pg_am WHERE oid = 405) = 'hash');
SELECT expect.error('and never unique', '0A000', 'CREATE UNIQUE INDEX ON products USING hash (sku)');
