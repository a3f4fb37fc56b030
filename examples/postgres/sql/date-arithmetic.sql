-- Dates and intervals: ends of months, leap years, weeks, ages.
SELECT expect.equal('the end of a month is kept inside',
    ARRAY[date '2024-01-31' + interval '1 month', date '2023-01-31' + interval '1 month'],
    ARRAY['2024-02-29', '2023-02-28']::timestamp[]);
SELECT expect.that('so adding is not undone by taking away',
    date '2024-03-31' - interval '1 month' + interval '1 month' = date '2024-03-29');
SELECT expect.equal('days between', date '2024-03-01' - date '2024-02-01', 29);
SELECT expect.equal('ages in years, months and days', age(date '2024-03-01', date '2023-12-31')::text, '2 mons 1 day');
SELECT expect.equal('intervals are equal by 30 days and 24 hours', interval '1 month' = interval '30 days', true);
SELECT expect.equal('and can be tidied', justify_interval('35 days 27 hours')::text, '1 mon 6 days 03:00:00');
SELECT expect.equal('ISO weeks around new year',
    ARRAY[extract(week FROM date '2021-01-03'), extract(isoyear FROM date '2021-01-03'),
    extract(isodow FROM date '2021-01-03')], ARRAY[53, 2020, 7]::numeric[]);
SELECT expect.equal('29 February only every fourth year, nearly',
    (SELECT array_agg(y) FROM unnest(ARRAY[1900, 2000, 2023, 2024]) y
    WHERE extract(day FROM make_date(y, 3, 1) - interval '1 day') = 29), ARRAY[2000, 2024]);
SELECT expect.error('no such day', '22008', $$SELECT date '2023-02-29'$$);
SELECT expect.equal('bins of 15 minutes', date_bin('15 minutes', timestamp '2024-05-05 10:44', '2024-01-01'),
    '2024-05-05 10:30'::timestamp);
SELECT expect.that('spans that overlap, and those that only touch',
    (date '2024-01-01', date '2024-02-01') OVERLAPS (date '2024-01-31', date '2024-03-01')
    AND NOT (date '2024-01-01', date '2024-02-01') OVERLAPS (date '2024-02-01', date '2024-03-01'));
SELECT expect.equal('formats', to_char(timestamp '2024-05-07 09:05:03', 'Dy DD.MM.YY HH24:MI:SS "Q"Q TMMonth'),
    'Tue 07.05.24 09:05:03 Q2 May');
