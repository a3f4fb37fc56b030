-- BRIN: an index of a few pages over a table that grows in order.
CREATE TABLE log AS SELECT i AS id, timestamptz '2024-01-01Z' + i * interval '1 second' AS at,
    pick(i, 5, 1000) AS v FROM generate_series(1, 30000) i;
CREATE INDEX log_brin ON log USING brin (at) WITH (pages_per_range = 8);
CREATE INDEX log_btree ON log (id);
ANALYZE log;

SELECT expect.that('a tenth of the size of a B-tree, at most',
    pg_relation_size('log_brin') * 10 < pg_relation_size('log_btree'));
SELECT expect.that('it finds the span', expect.plan($$SELECT * FROM log WHERE at BETWEEN '2024-01-01 01:00Z'
    AND '2024-01-01 01:10Z'$$) ~ 'log_brin');
SELECT expect.equal('and the right rows', (SELECT count(*) FROM log WHERE at BETWEEN '2024-01-01 01:00Z'
    AND '2024-01-01 01:10Z'), 601);
SELECT expect.that('a column''s order is in its statistics',
    (SELECT correlation > 0.99 FROM pg_stats WHERE tablename = 'log' AND attname = 'at')
    AND (SELECT abs(correlation) < 0.5 FROM pg_stats WHERE tablename = 'log' AND attname = 'v'));
INSERT INTO log SELECT 40000 + i, '2025-01-01Z', 1 FROM generate_series(1, 2000) i;
SELECT expect.that('new ranges are summarised when asked', brin_summarize_new_values('log_brin') > 0);
SELECT expect.equal('nothing is left to do', brin_summarize_new_values('log_brin'), 0);
