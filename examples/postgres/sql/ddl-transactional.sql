-- DDL belongs to the transaction: a half-done migration leaves nothing.
SELECT count(*) AS objects FROM pg_class \gset
BEGIN;
CREATE TABLE step_one (id int PRIMARY KEY);
ALTER TABLE orders ADD note text, DROP COLUMN shipped CASCADE;
CREATE INDEX orders_note ON orders (note);
TRUNCATE payments;
DROP TABLE bookings;
CREATE TYPE mood AS ENUM ('ok');
SELECT expect.that('inside, all is done', to_regclass('bookings') IS NULL AND (SELECT count(*) = 0 FROM payments));
ROLLBACK;
SELECT expect.equal('outside, nothing', (SELECT count(*) FROM pg_class), :objects);
SELECT expect.that('tables and rows are back',
    (SELECT count(*) > 4000 FROM payments) AND (SELECT count(*) = 200 FROM bookings));
SELECT expect.equal('the column too', (SELECT count(*) FROM orders WHERE shipped IS NOT NULL),
    (SELECT count(*) FROM orders WHERE status IN ('shipped', 'returned')));
SELECT expect.error('some commands refuse a transaction', '25001', 'VACUUM orders', 'transaction block');
SELECT expect.error('so does an index built concurrently', '25001', 'CREATE INDEX CONCURRENTLY ON orders (total)');
CREATE INDEX CONCURRENTLY orders_total ON orders (total);
SELECT expect.that('outside it works', (SELECT indisvalid FROM pg_index WHERE indexrelid = 'orders_total'::regclass));
