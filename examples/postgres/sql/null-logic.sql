-- Three-valued logic: what NULL does to comparisons, sorting, concatenation and CHECK.
SELECT expect.that('NULL = NULL is unknown', (NULL = NULL) IS NULL AND (NULL <> NULL) IS NULL);
SELECT expect.that('IS NOT DISTINCT FROM knows', NULL IS NOT DISTINCT FROM NULL AND 1 IS DISTINCT FROM NULL);
SELECT expect.that('false AND unknown is false, true OR unknown is true',
    (false AND NULL) = false AND (true OR NULL) = true AND (true AND NULL) IS NULL);
SELECT expect.equal('coalesce, nullif, greatest', ARRAY[coalesce(NULL, 2, 3), nullif(5, 5), greatest(1, NULL, 4)],
    ARRAY[2, NULL, 4]);
SELECT expect.equal('|| with NULL is NULL, concat skips it', ARRAY['a' || NULL, concat('a', NULL, 'b')],
    ARRAY[NULL, 'ab']);
SELECT expect.equal('NULLs come last, unless told',
    (SELECT array[array_agg(v ORDER BY v), array_agg(v ORDER BY v NULLS FIRST)] FROM unnest(ARRAY[2, NULL, 1]) v),
    ARRAY[[1, 2, NULL], [NULL, 1, 2]]);
CREATE TEMP TABLE checked (v int CHECK (v > 0));
INSERT INTO checked VALUES (NULL);
SELECT expect.equal('an unknown CHECK lets the row in', (SELECT count(*) FROM checked), 1);
SELECT expect.that('a row of NULLs is NULL, a half one is neither',
    ROW(NULL, NULL) IS NULL AND NOT (ROW(1, NULL) IS NULL) AND NOT (ROW(1, NULL) IS NOT NULL));
