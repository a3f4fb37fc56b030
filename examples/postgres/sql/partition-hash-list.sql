-- Hash and list partitions, in two levels; rows move when their key changes; joins partition by partition.
CREATE TABLE stockpile (region text, item int, n int, PRIMARY KEY (region, item)) PARTITION BY LIST (region);
CREATE TABLE stock_north PARTITION OF stockpile FOR VALUES IN ('SE', 'NL') PARTITION BY HASH (item);
CREATE TABLE stock_north_0 PARTITION OF stock_north FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE stock_north_1 PARTITION OF stock_north FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE TABLE stock_south PARTITION OF stockpile FOR VALUES IN ('IT', 'ES');
INSERT INTO stockpile SELECT region, i, i FROM unnest(ARRAY['SE', 'IT']) region, generate_series(1, 1000) i;

SELECT expect.that('the hash spreads evenly',
    (SELECT min(n) > 400 FROM (SELECT count(*) n FROM stock_north GROUP BY tableoid) x));
SELECT expect.error('no partition for it', '23514', $$INSERT INTO stockpile VALUES ('US', 1, 1)$$,
    'no partition of relation');
UPDATE stockpile SET region = 'NL' WHERE region = 'IT' AND item <= 10;
SELECT expect.equal('rows moved over', (SELECT count(*) FROM stock_north WHERE region = 'NL'), 10);
SELECT expect.error('the key must be in a unique constraint', '0A000', 'ALTER TABLE stockpile ADD UNIQUE (item)');
SELECT expect.equal('the tree', (SELECT string_agg(relid::text, ' ' ORDER BY relid::text)
    FROM pg_partition_tree('stockpile') WHERE isleaf), 'stock_north_0 stock_north_1 stock_south');

SET enable_partitionwise_aggregate = on;
SET enable_partitionwise_join = on;
SELECT expect.equal('each partition is summed on its own',
    (SELECT count(*)::int FROM regexp_matches(expect.plan('SELECT region, sum(n) FROM stockpile GROUP BY region'),
    'Scan on stock_', 'g')), 3);
SELECT expect.equal('and joined on its own', (SELECT count(*)::int FROM regexp_matches(expect.plan(
    'SELECT * FROM stockpile a JOIN stockpile b USING (region, item)'), '(Hash|Merge) Join', 'g')), 3);
