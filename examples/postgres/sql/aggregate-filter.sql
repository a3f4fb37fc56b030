-- Aggregates with FILTER, ORDER BY and within a group.
SELECT expect.equal('filtered counts add up to the whole',
    (SELECT count(*) FILTER (WHERE status = 'open') + count(*) FILTER (WHERE status IN ('paid', 'shipped', 'returned'))
            + count(*) FILTER (WHERE status = 'cancelled') FROM orders), 6000);
SELECT expect.equal('string_agg keeps the order that it is told',
    (SELECT string_agg(name, ',' ORDER BY name DESC) FROM categories WHERE parent IS NULL),
    'Music,Kitchen,Garden,Books');

CREATE TEMP TABLE wage (v numeric);
INSERT INTO wage VALUES (1), (2), (2), (3), (10), (NULL);
SELECT expect.equal('the median: continuous and discrete', (SELECT array[
    percentile_cont(0.5) WITHIN GROUP (ORDER BY v)::numeric, percentile_disc(0.9) WITHIN GROUP (ORDER BY v),
    mode() WITHIN GROUP (ORDER BY v)] FROM wage), ARRAY[2, 10, 2]::numeric[]);
SELECT expect.equal('where a 5 would stand', (SELECT rank(5) WITHIN GROUP (ORDER BY v) FROM wage), 5);
SELECT expect.equal('count(*) counts rows, count(v) values',
    (SELECT array[count(*), count(v), count(DISTINCT v)] FROM wage),
    ARRAY[6, 5, 4]::bigint[]);
SELECT expect.that('sum of no rows is NULL, not 0', (SELECT sum(v) IS NULL FROM wage WHERE false));
SELECT expect.equal('every and any', (SELECT array[bool_and(v > 0), bool_or(v > 5), every(v < 10)] FROM wage),
    ARRAY[true, true, false]);
