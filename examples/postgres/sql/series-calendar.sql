-- A calendar made of generate_series: days without sales are rows too, and running totals have no gaps.
CREATE TEMP TABLE daily AS
SELECT day::date, count(o.id) AS orders, sum(count(o.id)) OVER (ORDER BY day) AS so_far
FROM generate_series(date '2024-01-01', '2024-12-31', '1 day') day LEFT JOIN orders o
    ON o.placed >= day AND o.placed < day + interval '1 day' AND o.status = 'returned'
GROUP BY day;

SELECT expect.equal('2024 has 366 days', (SELECT count(*) FROM daily), 366);
SELECT expect.that('some without', (SELECT count(*) FROM daily WHERE orders = 0) > 10);
SELECT expect.equal('the last running total is the whole', (SELECT so_far FROM daily WHERE day = '2024-12-31'),
    (SELECT count(*) FROM orders WHERE status = 'returned'));
SELECT expect.equal('first Mondays', (SELECT array_agg(day ORDER BY day) FROM daily WHERE extract(isodow FROM day) = 1
    AND extract(day FROM day) <= 7 AND day < '2024-04-01'),
    ARRAY['2024-01-01', '2024-02-05', '2024-03-04']::date[]);
SELECT expect.equal('series step by months, from the end too',
    (SELECT array_agg(d::date) FROM generate_series(timestamp '2024-03-31', '2024-01-01', '-1 month') d),
    ARRAY['2024-03-31', '2024-02-29', '2024-01-29']::date[]);
SELECT expect.error('a step of nothing never ends', '22023', 'SELECT * FROM generate_series(1, 2, 0)');
