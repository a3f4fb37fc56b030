-- UNION, INTERSECT, EXCEPT: as sets, and with ALL as bags.
CREATE TEMP TABLE a (v int);
CREATE TEMP TABLE b (v int);
INSERT INTO a VALUES (1), (2), (2), (2), (3), (NULL);
INSERT INTO b VALUES (2), (2), (4), (NULL);

SELECT expect.equal('sets', (SELECT array[
    (SELECT count(*) FROM (TABLE a UNION TABLE b) x), (SELECT count(*) FROM (TABLE a INTERSECT TABLE b) x),
    (SELECT count(*) FROM (TABLE a EXCEPT TABLE b) x)]), ARRAY[5, 2, 2]::bigint[]);
SELECT expect.equal('bags', (SELECT array[
    (SELECT count(*) FROM (TABLE a UNION ALL TABLE b) x), (SELECT count(*) FROM (TABLE a INTERSECT ALL TABLE b) x),
    (SELECT count(*) FROM (TABLE a EXCEPT ALL TABLE b) x)]), ARRAY[10, 3, 3]::bigint[]);
SELECT expect.that('set operations take NULLs for equal, = does not',
    (SELECT NULL::int IN (TABLE b)) IS NULL AND EXISTS (SELECT NULL::int INTERSECT TABLE b));
SELECT expect.equal('INTERSECT binds tighter than UNION',
    (SELECT array_agg(v ORDER BY v) FROM (SELECT 1 v UNION SELECT 2 INTERSECT SELECT 3) x), ARRAY[1]);
SELECT expect.error('columns must match in number', '42601', 'SELECT 1, 2 UNION SELECT 1');
SELECT expect.error('and in type', '42804', $$SELECT 1 UNION SELECT date '2024-01-01'$$);
