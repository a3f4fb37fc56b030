-- TABLESAMPLE: repeatable with a seed, and about as much as was asked for.
SELECT expect.equal('the same seed gives the same rows',
    (SELECT array_agg(id ORDER BY id) FROM orders TABLESAMPLE BERNOULLI (5) REPEATABLE (42)),
    (SELECT array_agg(id ORDER BY id) FROM orders TABLESAMPLE BERNOULLI (5) REPEATABLE (42)));
SELECT expect.that('another seed gives others',
    (SELECT array_agg(id ORDER BY id) FROM orders TABLESAMPLE BERNOULLI (5) REPEATABLE (42))
    <> (SELECT array_agg(id ORDER BY id) FROM orders TABLESAMPLE BERNOULLI (5) REPEATABLE (43)));
SELECT expect.that('five percent of 6000 is about 300',
    (SELECT count(*) BETWEEN 200 AND 400 FROM orders TABLESAMPLE BERNOULLI (5) REPEATABLE (1)));
SELECT expect.equal('all of it is all of it', (SELECT count(*) FROM orders TABLESAMPLE SYSTEM (100)), 6000);
SELECT expect.error('more is refused', '2202H', 'SELECT count(*) FROM orders TABLESAMPLE SYSTEM (101)');
