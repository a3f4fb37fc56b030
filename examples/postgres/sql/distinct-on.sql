-- DISTINCT ON: the first row of each group in the order given.
CREATE TEMP TABLE last_order AS
SELECT DISTINCT ON (customer) customer, id, placed FROM orders ORDER BY customer, placed DESC;

SELECT expect.equal('one row for each who ordered', (SELECT count(*) FROM last_order),
    (SELECT count(DISTINCT customer) FROM orders));
SELECT expect.equal('it is the last one',
    (SELECT count(*) FROM last_order l JOIN (SELECT customer, max(placed) m FROM orders GROUP BY customer) x
    USING (customer)
     WHERE l.placed <> x.m), 0);
SELECT expect.error('ORDER BY must begin with the group', '42P10',
    'SELECT DISTINCT ON (customer) id FROM orders ORDER BY placed');
SET enable_seqscan = off;
SET enable_bitmapscan = off;
SELECT expect.that('the index makes sorting needless',
    expect.plan('SELECT DISTINCT ON (customer) customer, id FROM orders WHERE customer < 20
        ORDER BY customer, placed DESC')
    !~ '(^|\s)Sort\M');
