-- One instant, many clocks: daylight saving, the hour that is missing and the hour that comes twice.
SET timezone = 'Europe/Berlin';
SELECT expect.equal('a day may have 23 hours', timestamptz '2024-04-01' - timestamptz '2024-03-31',
    interval '23 hours');
SELECT expect.equal('a day later is not 24 hours later',
    ARRAY[timestamptz '2024-03-30 12:00' + interval '1 day', timestamptz '2024-03-30 12:00' + interval '24 hours'],
    ARRAY['2024-03-31 12:00', '2024-03-31 13:00']::timestamptz[]);
SELECT expect.equal('the missing hour is read as the later one', timestamptz '2024-03-31 02:30',
    timestamptz '2024-03-31 03:30');
SELECT expect.equal('the double hour: the second, winter''s', timestamptz '2024-10-27 02:30' AT TIME ZONE 'UTC',
    '2024-10-27 01:30'::timestamp);
SELECT expect.equal('AT TIME ZONE turns either way',
    ARRAY[(timestamp '2024-07-01 12:00' AT TIME ZONE 'Asia/Tokyo') = timestamptz '2024-07-01 05:00',
    (timestamptz '2024-07-01 12:00' AT TIME ZONE 'America/New_York') = timestamp '2024-07-01 06:00'],
    ARRAY[true, true]);
SELECT expect.equal('the same instant prints by the zone',
    (SELECT string_agg(t, ' ') FROM (SELECT to_char(timestamptz '2024-01-01 00:00Z', 'YYYY-MM-DD HH24:MI OF') t) x),
    '2024-01-01 01:00 +01');
SELECT expect.equal('orders by local day differ from UTC days',
    (SELECT count(*) FROM orders WHERE placed::date <> (placed AT TIME ZONE 'UTC')::date),
    (SELECT count(*) FROM orders WHERE (placed AT TIME ZONE 'UTC')::time >= CASE
        WHEN placed >= '2024-03-31 01:00Z' AND placed < '2024-10-27 01:00Z' THEN time '22:00' ELSE '23:00' END));
SELECT expect.error('no such zone', '22023', $$SELECT now() AT TIME ZONE 'Mars/Olympus'$$);
