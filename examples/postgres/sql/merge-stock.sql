-- MERGE: a delivery list against the stock; update, insert and delete in one statement.
CREATE TEMP TABLE stock AS SELECT sku, stock AS n FROM products WHERE id <= 5;
UPDATE stock SET n = 10;
CREATE TEMP TABLE delivery (sku text, n int);
INSERT INTO delivery SELECT sku, CASE id WHEN 1 THEN 5 WHEN 2 THEN -10 WHEN 3 THEN 0 ELSE 7 END FROM products
    WHERE id IN (1, 2, 3, 6);

MERGE INTO stock s USING delivery d ON s.sku = d.sku
WHEN MATCHED AND s.n + d.n = 0 THEN DELETE
WHEN MATCHED AND d.n = 0 THEN DO NOTHING
WHEN MATCHED THEN UPDATE SET n = s.n + d.n
WHEN NOT MATCHED THEN INSERT VALUES (d.sku, d.n);

SELECT expect.equal('updated, deleted, left, untouched, inserted',
    (SELECT string_agg(format('%s:%s', p.id, s.n), ' ' ORDER BY p.id) FROM stock s JOIN products p USING (sku)),
    '1:15 3:10 4:10 5:10 6:7');
INSERT INTO delivery SELECT sku, 1 FROM products WHERE id = 1;
SELECT expect.error('a row is not changed twice', '21000',
    'MERGE INTO stock s USING delivery d ON s.sku = d.sku WHEN MATCHED THEN UPDATE SET n = d.n');
