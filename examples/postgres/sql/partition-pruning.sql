-- Partitions that cannot hold a row are not read: at planning, and at execution with values known only then.
CREATE FUNCTION scanned(statement text) RETURNS int LANGUAGE sql AS
$$ SELECT count(DISTINCT part[1])::int FROM regexp_matches(expect.plan(statement), 'events_(other|2024_\d\d)',
    'g') part $$;

SELECT expect.equal('without a condition: all 13', scanned('SELECT * FROM events'), 13);
SELECT expect.equal('a day', scanned($$SELECT * FROM events WHERE at >= '2024-05-02' AND at < '2024-05-03'$$), 1);
SELECT expect.equal('over a month''s end', scanned($$SELECT * FROM events WHERE at >= '2024-05-31'
    AND at < '2024-06-02'$$), 2);
SELECT expect.equal('outside: the default partition', scanned($$SELECT * FROM events WHERE at >= '2031-01-01'$$), 1);
SELECT expect.equal('OR', scanned($$SELECT * FROM events WHERE at = '2024-01-05' OR at = '2024-11-05'$$), 2);
SELECT expect.equal('a function of the key prunes nothing',
    scanned($$SELECT * FROM events WHERE date_trunc('day', at) = '2024-05-02'$$), 13);
SET enable_partition_pruning = off;
SELECT expect.equal('switched off', scanned($$SELECT * FROM events WHERE at = '2024-05-02'$$), 13);
RESET enable_partition_pruning;

PREPARE in_month(timestamptz) AS SELECT count(*) FROM events WHERE at >= $1 AND at < $1 + interval '1 month';
SET plan_cache_mode = force_generic_plan;
SELECT expect.that('a generic plan removes them when it starts',
    expect.plan($$EXECUTE in_month('2024-07-01')$$) ~ 'Subplans Removed: 1[12]');
EXECUTE in_month('2024-07-01') \gset
SELECT expect.equal('and counts July', :count, (SELECT count(*)::int FROM ONLY events_2024_07));
SELECT expect.equal('every row is in its partition',
    (SELECT count(*) FROM events WHERE tableoid = 'events_2024_03'::regclass
    AND (at < '2024-03-01' OR at >= '2024-04-01')), 0);
