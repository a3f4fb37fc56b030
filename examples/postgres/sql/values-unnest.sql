-- Rows out of nothing: VALUES, unnest of several arrays, WITH ORDINALITY, ROWS FROM.
SELECT expect.equal('VALUES is a table',
    (SELECT sum(price * n) FROM (VALUES (2.50, 2), (1.25, 4)) AS basket(price, n)), 10.00);
SELECT expect.equal('the shorter array is filled with NULL',
    (SELECT string_agg(concat(a, '-', b), ' ' ORDER BY n)
     FROM unnest(ARRAY['x', 'y', 'z'], ARRAY[1, 2]) WITH ORDINALITY AS t(a, b, n)), 'x-1 y-2 z-');
SELECT expect.equal('ORDINALITY remembers the place',
    (SELECT max(n) FROM regexp_split_to_table('a,b,c,d', ',') WITH ORDINALITY s(v, n)), 4);
SELECT expect.equal('ROWS FROM runs functions side by side',
    (SELECT array_agg(coalesce(a, 0) * 10 + coalesce(b, 0)) FROM ROWS
    FROM (generate_series(1, 3), generate_series(7, 8)) AS r(a, b)),
    ARRAY[17, 28, 30]);
SELECT expect.equal('a set in the target list multiplies rows',
    (SELECT count(*) FROM (SELECT generate_series(1, 3), unnest(ARRAY[1, 2])) x), 3);
SELECT expect.equal('tags are counted by unnesting them',
    (SELECT count(*) FROM products p, unnest(p.tags) t WHERE t = 'gift'),
    (SELECT count(*) FROM products WHERE 'gift' = ANY (tags)));
