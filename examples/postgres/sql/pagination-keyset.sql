-- Pages by key: each begins after the last row of the one before, and nothing is lost or seen twice.
CREATE TEMP TABLE seen (page int, id int, placed timestamptz);
DO $$
DECLARE
    last_placed timestamptz := '-infinity';
    last_id int := 0;
    page int := 0;
BEGIN
    LOOP
        INSERT INTO seen SELECT page, id, placed FROM orders
        WHERE status = 'open' AND (placed, id) > (last_placed, last_id) ORDER BY placed, id LIMIT 50;
        EXIT WHEN NOT FOUND;
        SELECT s.placed, s.id INTO last_placed, last_id FROM seen s ORDER BY s.placed DESC, s.id DESC LIMIT 1;
        page := page + 1;
        -- Somebody takes the first row away meanwhile: pages by OFFSET would now skip one.
        UPDATE orders SET status = 'paid' WHERE id = (SELECT min(s.id) FROM seen s WHERE s.page = 0) AND page = 1;
    END LOOP;
END $$;
SELECT expect.equal('every open order was shown, and the one that was open at first',
    (SELECT count(*) FROM seen), (SELECT count(*) FROM orders WHERE status = 'open') + 1);
SELECT expect.equal('none twice', (SELECT count(DISTINCT id) FROM seen), (SELECT count(*) FROM seen));
SELECT expect.that('a page starts in the partial index',
    expect.plan($$SELECT id FROM orders WHERE status = 'open' AND placed > '2024-06-01' ORDER BY placed LIMIT 50$$)
    ~ 'Index Scan using orders_open');
