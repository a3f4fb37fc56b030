-- Rows without a partner, asked for in four ways; and why NOT IN is the wrong one.
CREATE TEMP TABLE unsold AS
SELECT p.id FROM products p WHERE NOT EXISTS (SELECT FROM order_items i WHERE i.product = p.id);

SELECT expect.equal('NOT EXISTS and a left join agree', (SELECT array_agg(id ORDER BY id) FROM unsold),
    (SELECT array_agg(p.id ORDER BY p.id) FROM products p LEFT JOIN order_items i ON i.product = p.id
    WHERE i.product IS NULL));
SELECT expect.equal('so does EXCEPT', (SELECT array_agg(id ORDER BY id) FROM unsold),
    (SELECT array_agg(id ORDER BY id) FROM (SELECT id FROM products EXCEPT SELECT product FROM order_items) e));
SELECT expect.equal('sold and unsold are all products',
    (SELECT count(*) FROM unsold) + (SELECT count(DISTINCT product) FROM order_items), 1000);

-- One NULL in the list makes NOT IN unknown for every row.
SELECT expect.equal('NOT IN a list with a NULL finds nothing',
    (SELECT count(*) FROM employees WHERE id NOT IN (SELECT manager FROM employees)), 0);
SELECT expect.equal('NOT EXISTS finds who manages nobody',
    (SELECT count(*) FROM employees e WHERE NOT EXISTS (SELECT FROM employees m WHERE m.manager = e.id)), 200);
