-- Domains: a base type with rules, checked wherever a value is made.
CREATE DOMAIN percent AS numeric(5, 2) NOT NULL DEFAULT 0 CHECK (VALUE BETWEEN 0 AND 100);
CREATE DOMAIN percents AS percent[] CHECK (cardinality(VALUE) <= 3);

SELECT expect.error('a cast checks', '23514', 'SELECT 101::percent');
SELECT expect.error('rounding comes first', '23514', 'SELECT 100.006::percent');
SELECT expect.equal('and may save it', 100.004::percent::numeric, 100.00);
SELECT expect.error('NOT NULL', '23502', 'SELECT NULL::percent');
SELECT expect.error('of an array: its length', '23514', 'SELECT ARRAY[1, 2, 3, 4]::percents');
SELECT expect.error('of an array: each element', '23514', 'SELECT ARRAY[1, 200]::percents');

CREATE TABLE share (id int, part percent);
INSERT INTO share (id) VALUES (1);
INSERT INTO share VALUES (2, 60);
SELECT expect.equal('the default is the domain''s', (SELECT array_agg(part::numeric ORDER BY id) FROM share),
    ARRAY[0, 60]::numeric[]);
SELECT expect.error('a new rule looks at stored values', '23514', 'ALTER DOMAIN percent ADD CHECK (VALUE < 50)');
SELECT expect.equal('the result of arithmetic is the base type',
    (SELECT pg_typeof(part + part)::text FROM share LIMIT 1), 'numeric');
