-- Gaps and islands: unbroken runs of readings, found by where the distance to the last one jumps.
CREATE TEMP TABLE island AS
SELECT sensor, min(at) AS begins, max(at) AS ends, count(*) AS readings
FROM (SELECT sensor, at, sum(jump) OVER (PARTITION BY sensor ORDER BY at) AS number
      FROM (SELECT sensor, at, (at - lag(at, 1, at) OVER (PARTITION BY sensor
      ORDER BY at) > interval '10 minutes')::int AS jump
            FROM readings) steps) numbered
GROUP BY sensor, number;

SELECT expect.equal('seven silent spells a sensor make eight runs', (SELECT array_agg(DISTINCT n) FROM (
    SELECT count(*) n FROM island GROUP BY sensor) x), ARRAY[8]::bigint[]);
SELECT expect.equal('a whole run lasts 22 hours', (SELECT array_agg(DISTINCT readings) FROM island
    WHERE begins > '2024-03-01 23:00Z' AND ends < '2024-03-07 23:00Z'), ARRAY[132]::bigint[]);
SELECT expect.equal('nothing is lost', (SELECT sum(readings) FROM island), (SELECT count(*) FROM readings));
SELECT expect.that('a run holds as many readings as it is long', NOT EXISTS (
    SELECT FROM island WHERE readings <> 1 + extract(epoch FROM ends - begins) / 600));
