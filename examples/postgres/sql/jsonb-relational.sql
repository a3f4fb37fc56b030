-- From rows to a document and back without loss.
CREATE TEMP TABLE document AS
SELECT jsonb_build_object('order', o.id, 'customer', c.name, 'items', jsonb_agg(jsonb_build_object(
           'line', i.line, 'sku', p.sku, 'quantity', i.quantity, 'price', i.unit_price) ORDER BY i.line)) AS j
FROM orders o JOIN customers c ON c.id = o.customer JOIN order_items i ON i.order_id = o.id
    JOIN products p ON p.id = i.product
WHERE o.id <= 500 GROUP BY o.id, c.id;

SELECT expect.equal('a document an order', (SELECT count(*) FROM document), 500);
CREATE TEMP TABLE back AS
SELECT (j ->> 'order')::int order_id, item.* FROM document,
    jsonb_to_recordset(j -> 'items') AS item(line smallint, sku text, quantity int, price numeric);
SELECT expect.equal('the same items come back', (SELECT count(*) FROM (
    SELECT * FROM back EXCEPT SELECT order_id, line, sku, quantity,
    unit_price FROM order_items JOIN products ON products.id = product) x), 0);
SELECT expect.equal('all of them', (SELECT count(*) FROM back),
    (SELECT count(*) FROM order_items WHERE order_id <= 500));
SELECT expect.equal('sums inside a document',
    (SELECT sum((item ->> 'price')::numeric * (item ->> 'quantity')::int) FROM document,
    jsonb_array_elements(j -> 'items') item),
    (SELECT sum(total)::numeric FROM orders WHERE id <= 500));
SELECT expect.equal('object_agg turns rows to keys',
    (SELECT jsonb_object_agg(id, name) FROM categories WHERE parent IS NULL),
    '{"1": "Books", "2": "Garden", "3": "Kitchen", "4": "Music"}');
SELECT expect.error('a NULL is no key', '22023', 'SELECT jsonb_object_agg(parent, name) FROM categories',
    'field name must not be null');
SELECT expect.equal('row_to_json keeps the order of columns',
    (SELECT row_to_json(x)::text FROM (SELECT 2 AS b, 'x' AS a) x), '{"b":2,"a":"x"}');
