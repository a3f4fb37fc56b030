-- A join on a range: the price that was valid on the day.
CREATE TEMP TABLE asked (product int, day date);
INSERT INTO asked SELECT id, day FROM products,
    unnest(ARRAY[date '2020-05-01', '2021-01-01', '2030-01-01', '2019-12-31']) day
WHERE id <= 10;

CREATE TEMP TABLE answered AS
SELECT a.product, a.day, h.price FROM asked a LEFT JOIN price_history h ON h.product = a.product AND h.valid @> a.day;
SELECT expect.equal('each question has one answer', (SELECT count(*) FROM answered), 40);
SELECT expect.equal('no price before the first', (SELECT count(price) FROM answered WHERE day = '2019-12-31'), 0);
SELECT expect.equal('prices rise by the steps of the generator',
    (SELECT array_agg(DISTINCT round(n.price / p.price, 1)) FROM answered n JOIN products p ON p.id = n.product
     WHERE n.day = '2030-01-01'), ARRAY[1.0]);
SELECT expect.that('the upper bound is exclusive: on new year''s day the new price counts', NOT EXISTS (
    SELECT FROM answered a JOIN price_history h ON h.product = a.product AND lower(h.valid) = a.day
    WHERE a.day = '2021-01-01' AND h.price <> a.price));
