-- A tree in a table: paths from the root, and sums from the leaves up.
CREATE TEMP VIEW tree AS
WITH RECURSIVE walk AS (
    SELECT id, name, 1 AS depth, ARRAY[id] AS path FROM categories WHERE parent IS NULL
    UNION ALL
    SELECT c.id, c.name, depth + 1, path || c.id FROM categories c JOIN walk ON walk.id = c.parent)
SELECT * FROM walk;

SELECT expect.equal('4 roots, 16 branches, 48 leaves',
    (SELECT array_agg(n ORDER BY depth) FROM (SELECT depth, count(*) n FROM tree GROUP BY depth) x),
    ARRAY[4, 16, 48]::bigint[]);
SELECT expect.equal('a path', (SELECT path FROM tree WHERE id = 342), ARRAY[3, 34, 342]);
SELECT expect.equal('every product is counted once under its root',
    (SELECT sum(n) FROM (SELECT path[1], count(*) n FROM tree JOIN products ON category = tree.id GROUP BY 1) x), 1000);
SELECT expect.equal('products under each root follow from the generator',
    (SELECT array_agg(n ORDER BY root) FROM (SELECT path[1] root,
    count(*) n FROM tree JOIN products ON category = tree.id GROUP BY 1) x),
    ARRAY[250, 250, 250, 250]::bigint[]);
