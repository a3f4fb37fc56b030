-- UPDATE ... FROM and DELETE ... USING: changes decided by other tables.
UPDATE products p SET price = round(p.price * 1.1, 2) FROM categories c WHERE c.id = p.category
    AND c.name LIKE 'Books%';
SELECT expect.equal('a quarter of the products changed price',
    (SELECT count(*) FROM products p JOIN price_history h ON h.product = p.id AND upper_inf(h.valid)
     WHERE p.price = round(h.price * 1.1, 2) AND p.price <> h.price), 250);

-- With several matching rows any one is taken, once: the row is not changed three times.
UPDATE products SET stock = stock + h.n FROM (VALUES (1), (1), (1)) h(n) WHERE id = 1;
SELECT expect.that('one join row wins', (SELECT stock FROM products WHERE id = 1) - pick(1, 27, 200) = 1);

UPDATE employees e SET (salary, department) = (SELECT m.salary - 1,
    m.department FROM employees m WHERE m.id = e.manager)
WHERE e.manager = 1;
SELECT expect.that('several columns from one subquery',
    (SELECT bool_and(e.salary = m.salary - 1 AND e.department = m.department)
    FROM employees e JOIN employees m ON m.id = e.manager WHERE m.id = 1));

WITH gone AS (DELETE FROM payments p USING orders o WHERE o.id = p.order_id AND o.status = 'returned' RETURNING p.id)
SELECT expect.equal('each returned order had its payment', (SELECT count(*) FROM gone),
    (SELECT count(*) FROM orders WHERE status = 'returned'));
