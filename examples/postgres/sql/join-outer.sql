-- Inner, left and full joins: which rows survive without a partner.
SELECT expect.equal('200 customers cannot order: the generator picks from the first 1800 only',
    (SELECT count(*) FROM customers c LEFT JOIN orders o ON o.customer = c.id WHERE o.id IS NULL AND c.id > 1800), 200);

-- A condition on the right table belongs into ON: in WHERE it makes the left join an inner one.
SELECT expect.equal('a condition in ON keeps every customer',
    (SELECT count(DISTINCT c.id) FROM customers c LEFT JOIN orders o ON o.customer = c.id AND o.status = 'returned'),
    2000);
SELECT expect.that('the same condition in WHERE loses customers',
    (SELECT count(DISTINCT c.id) FROM customers c LEFT JOIN orders o ON o.customer = c.id
     WHERE o.status = 'returned') < 700);

CREATE TEMP TABLE counted (product int, found int);
INSERT INTO counted VALUES (1, 10), (2, 20), (9001, 5);
SELECT expect.equal('a full join shows what is missing on either side',
    (SELECT string_agg(format('%s/%s', coalesce(p.id::text, '-'), coalesce(k.product::text, '-')), ' '
                       ORDER BY p.id, k.product)
     FROM (SELECT * FROM products WHERE id <= 3) p FULL JOIN counted k ON k.product = p.id),
    '1/1 2/2 3/- -/9001');
