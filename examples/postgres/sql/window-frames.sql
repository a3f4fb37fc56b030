-- ROWS counts rows, RANGE measures the order's value, GROUPS counts ties as one; EXCLUDE leaves rows out.
CREATE TEMP TABLE sale (day int, value int);
INSERT INTO sale VALUES (1, 10), (2, 20), (2, 30), (5, 40), (6, 50);

SELECT expect.equal('three frames over the same rows',
    (SELECT string_agg(format('%s/%s/%s', by_rows, by_range, by_groups), ' ' ORDER BY day, value)
     FROM (SELECT day, value,
                  sum(value) OVER (ORDER BY day, value ROWS 1 PRECEDING) by_rows,
                  sum(value) OVER (ORDER BY day RANGE 1 PRECEDING) by_range,
                  sum(value) OVER (ORDER BY day GROUPS 1 PRECEDING) by_groups FROM sale) f),
    '10/10/10 30/60/60 50/60/60 70/40/90 90/90/90');
SELECT expect.equal('everybody but the own row',
    (SELECT array_agg(others ORDER BY day, value) FROM (
        SELECT day, value, sum(value) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        EXCLUDE CURRENT ROW) others
        FROM sale) f), ARRAY[140, 130, 120, 110, 100]);
SELECT expect.equal('the default frame ends at the last tie, not at the row',
    (SELECT array_agg(running ORDER BY day, value)
    FROM (SELECT day, value, sum(value) OVER (ORDER BY day) running FROM sale) f),
    ARRAY[10, 60, 60, 100, 150]);
SELECT expect.equal('last_value sees the frame only, unless it is told otherwise',
    (SELECT DISTINCT array[first_value(last) OVER (), max(whole) OVER ()] FROM (
        SELECT last_value(value) OVER (ORDER BY day ROWS UNBOUNDED PRECEDING) last,
               last_value(value) OVER (ORDER BY day,
               value ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) whole
        FROM sale) f), ARRAY[10, 50]);
