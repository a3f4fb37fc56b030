-- Ranks among equals, and the n-th row of a group.
CREATE TEMP TABLE score (player text, points int);
INSERT INTO score VALUES ('ann', 30), ('bob', 20), ('cid', 20), ('dan', 10), ('eve', 10), ('fay', 5);

SELECT expect.equal('row_number, rank, dense_rank, ntile',
    (SELECT string_agg(format('%s:%s/%s/%s/%s', player, row_number, rank, dense_rank, ntile), ' ' ORDER BY player)
     FROM (SELECT player, row_number() OVER byname, rank() OVER w, dense_rank() OVER w, ntile(3) OVER byname
           FROM score WINDOW w AS (ORDER BY points DESC), byname AS (ORDER BY points DESC, player)) r),
    'ann:1/1/1/1 bob:2/2/2/1 cid:3/2/2/2 dan:4/4/3/2 eve:5/4/3/3 fay:6/6/4/3');
SELECT expect.equal('percent_rank and cume_dist',
    (SELECT string_agg(format('%s %s', round(percent_rank::numeric, 2), round(cume_dist::numeric, 2)),
    ', ' ORDER BY player)
     FROM (SELECT player, percent_rank() OVER w, cume_dist() OVER w FROM score WINDOW w AS (ORDER BY points)) r),
    '1.00 1.00, 0.60 0.83, 0.60 0.83, 0.20 0.50, 0.20 0.50, 0.00 0.17');
SELECT expect.equal('the dearest product of each root category is one a window',
    (SELECT count(*) FROM (SELECT rank() OVER (PARTITION BY category / 100 ORDER BY price DESC, id) r FROM products) x
    WHERE r = 1), 4);
