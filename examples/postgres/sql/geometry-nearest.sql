-- Points, boxes, circles; the nearest ones straight from a GiST index; and no two circles may touch.
CREATE TABLE shop_at (id int, at point);
INSERT INTO shop_at SELECT i, point(pick(i, 1, 1000), pick(i, 2, 1000)) FROM generate_series(1, 3000) i;
CREATE INDEX shop_at_gist ON shop_at USING gist (at);
ANALYZE shop_at;

SELECT expect.that('the nearest five come in the index''s order',
    expect.plan('SELECT id FROM shop_at ORDER BY at <-> point(500, 500) LIMIT 5') ~ 'Index Scan using shop_at_gist');
SELECT expect.equal('and are the right ones',
    (SELECT array_agg(d) FROM (SELECT round((at <-> point(500, 500))::numeric, 6) d FROM shop_at
    ORDER BY at <-> point(500, 500) LIMIT 5) x),
    (SELECT array_agg(d) FROM (SELECT round(sqrt((at[0] - 500) ^ 2 + (at[1] - 500) ^ 2)::numeric, 6) d FROM shop_at
    ORDER BY 1 LIMIT 5) x));
SELECT expect.equal('inside a box', (SELECT count(*) FROM shop_at WHERE at <@ box(point(0, 0), point(99, 99))),
    (SELECT count(*) FROM shop_at WHERE at[0] <= 99 AND at[1] <= 99));
SELECT expect.equal('shapes', ARRAY[area(box '((0,0),(2,3))'), radius(circle '<(0,0),5>'),
    length(lseg '((0,0),(3,4))')], ARRAY[6, 5, 5]::float8[]);
SELECT expect.that('relations', circle '<(0,0),2>' && circle '<(3,0),2>' AND point(1, 1) <@ circle '<(0,0),2>'
    AND (line '{1,-1,0}' # line '{1,1,-2}') ~= point(1, 1));
CREATE TABLE pond (area circle, EXCLUDE USING gist (area WITH &&));
INSERT INTO pond VALUES ('<(0,0),2>'), ('<(5,0),2>');
SELECT expect.error('a pond in the way', '23P01', $$INSERT INTO pond VALUES ('<(2.5,0),1>')$$);
