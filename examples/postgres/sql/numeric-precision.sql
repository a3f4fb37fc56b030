-- Exact and inexact numbers: rounding, overflow, infinities, the sums that differ.
SELECT expect.that('0.1 + 0.2', 0.1 + 0.2 = 0.3 AND 0.1::float8 + 0.2::float8 <> 0.3::float8);
SELECT expect.equal('numeric rounds half away from zero, float half to even',
    ARRAY[round(2.5), round(-2.5), round(2.5::float8)::numeric], ARRAY[3, -3, 2]::numeric[]);
SELECT expect.equal('a negative scale', round(12345, -2) + 1250::numeric(6, -2), 12300 + 1300);
SELECT expect.equal('integers divide toward zero, and so does %', ARRAY[-7 / 2, -7 % 2, div(-7.5, 2)::int, mod(7, -2)],
    ARRAY[-3, -1, -3, 1]);
SELECT expect.error('overflow is an error', '22003', 'SELECT 2147483647 + 1');
SELECT expect.error('also the smallest by -1', '22003', 'SELECT (-2147483648) / (-1)');
SELECT expect.error('division by zero', '22012', 'SELECT 1 / 0');
SELECT expect.error('also of floats', '22012', 'SELECT 1.0::float8 / 0');
SELECT expect.that('NaN equals itself and is the greatest',
    'NaN'::numeric = 'NaN' AND 'NaN'::float8 > 'Infinity' AND 'Infinity'::numeric > 1e300);
SELECT expect.equal('many digits', (2::numeric ^ 100)::text, '1267650600228229401496703205376.0000000000000000');
SELECT expect.equal('factorials, gcd, buckets', ARRAY[factorial(20), gcd(84, 36), width_bucket(5.5, 0, 10, 4)],
    ARRAY[2432902008176640000, 12, 3]);
SELECT expect.equal('money in the shop is exact', (SELECT sum(total) FROM orders)::numeric,
    (SELECT sum(quantity * unit_price) FROM order_items));
SELECT expect.equal('shortest text that reads back',
    ARRAY[0.1::float8::text, 1e22::float8::text, (1.0::float8 / 3)::text], ARRAY['0.1', '1e+22', '0.3333333333333333']);
