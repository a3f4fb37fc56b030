-- Statement triggers with transition tables: totals follow whatever a statement did to many orders.
SELECT expect.equal('to begin with, totals are right',
    (SELECT count(*) FROM orders o WHERE total <> (SELECT sum(total) FROM order_items WHERE order_id = o.id)), 0);
UPDATE order_items SET quantity = quantity + 1 WHERE order_id <= 100;
DELETE FROM order_items WHERE order_id BETWEEN 200 AND 210;
INSERT INTO order_items SELECT id, 9, 1, 1, 12.50 FROM orders WHERE id BETWEEN 300 AND 320;

SELECT expect.equal('an order without items is worth nothing',
    (SELECT array_agg(DISTINCT total::numeric) FROM orders WHERE id BETWEEN 200 AND 210), ARRAY[0.00]);
SELECT expect.equal('and all others are right still', (SELECT count(*) FROM orders o
    WHERE total <> (SELECT coalesce(sum(total), 0) FROM order_items WHERE order_id = o.id)), 0);

CREATE TABLE said (line text);
CREATE FUNCTION say() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO said VALUES (TG_WHEN || ' ' || TG_LEVEL || ' ' || TG_NAME);
    RETURN NEW;
END $$;
CREATE TRIGGER b_row BEFORE UPDATE ON jobs FOR EACH ROW WHEN (NEW.state = 'loud') EXECUTE FUNCTION say();
CREATE TRIGGER a_row BEFORE UPDATE ON jobs FOR EACH ROW EXECUTE FUNCTION say();
CREATE TRIGGER stmt BEFORE UPDATE OF state ON jobs EXECUTE FUNCTION say();
CREATE TRIGGER late AFTER UPDATE ON jobs FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION say();
UPDATE jobs SET state = 'loud' WHERE id = 1;
UPDATE jobs SET input = input WHERE id = 1;
SELECT expect.equal('order: statement, rows by name, after; WHEN and OF choose', (SELECT array_agg(line) FROM said),
    ARRAY[
    'BEFORE STATEMENT stmt', 'BEFORE ROW a_row', 'BEFORE ROW b_row', 'AFTER ROW late', 'BEFORE ROW a_row',
    'BEFORE ROW b_row']);
