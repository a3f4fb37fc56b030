-- Enums sort as they were declared, and grow at any place.
SELECT expect.equal('in order of declaration', enum_range(NULL::order_status)::text,
    '{open,paid,shipped,returned,cancelled}');
SELECT expect.that('comparison follows it', 'paid'::order_status < 'shipped'
    AND 'cancelled'::order_status > 'returned');
SELECT expect.equal('min and max', (SELECT array[min(status), max(status)]::text FROM orders), '{open,cancelled}');
ALTER TYPE order_status ADD VALUE 'packed' BEFORE 'shipped';
SELECT expect.equal('a value in between', enum_range('paid'::order_status, 'returned')::text,
    '{paid,packed,shipped,returned}');
ALTER TYPE order_status RENAME VALUE 'cancelled' TO 'void';
SELECT expect.that('rows follow a rename', (SELECT count(*) FROM orders WHERE status = 'void') > 300);
SELECT expect.error('an unknown label', '22P02', $$UPDATE orders SET status = 'cancelled' WHERE id = 1$$,
    'invalid input value for enum');
BEGIN;
ALTER TYPE order_status ADD VALUE 'lost';
SELECT expect.error('a new value is not used before its transaction ended', '55P04', $$SELECT 'lost'::order_status$$);
ROLLBACK;
SELECT expect.that('and rolled back it is gone', NOT 'lost' = ANY (enum_range(NULL::order_status)::text[]));
