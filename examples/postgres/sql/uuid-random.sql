-- Random numbers: repeatable with a seed, evenly spread, and UUIDs that are version 4.
SELECT setseed(0.25) AS a \gset
CREATE TEMP TABLE drawn AS SELECT random() AS v FROM generate_series(1, 5000);
SELECT setseed(0.25) AS a \gset
SELECT expect.equal('the same seed, the same numbers', (SELECT array_agg(random()) FROM generate_series(1, 5)),
    (SELECT array_agg(v) FROM (SELECT v FROM drawn LIMIT 5) x));
SELECT expect.that('from 0 to below 1', (SELECT min(v) >= 0 AND max(v) < 1 FROM drawn));
SELECT expect.that('evenly: no tenth is off by a third',
    (SELECT min(n) > 333 AND max(n) < 667 AND count(*) = 10
    FROM (SELECT count(*) n FROM drawn GROUP BY width_bucket(v, 0, 1, 10)) x));
SELECT expect.error('a seed is from -1 to 1', '22023', 'SELECT setseed(2)');
CREATE TEMP TABLE token AS SELECT gen_random_uuid() AS id FROM generate_series(1, 2000);
SELECT expect.equal('no two alike', (SELECT count(DISTINCT id) FROM token), 2000);
SELECT expect.that('version and variant bits',
    (SELECT bool_and(id::text ~ '^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$') FROM token));
SELECT expect.equal('spellings', '{A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11}'::uuid,
    'a0eebc999c0b4ef8bb6d6bb9bd380a11'::uuid);
SELECT expect.equal('a random order is an order of all',
    (SELECT array_agg(id ORDER BY id) FROM (SELECT id FROM jobs ORDER BY random()) x),
    (SELECT array_agg(i) FROM generate_series(1, 40) i));
