-- The schema as data: keys, columns and dependencies from the catalogs.
SELECT expect.equal('primary keys', (SELECT string_agg(kcu.table_name || '(' || kcu.column_name || ')',
    ' ' ORDER BY kcu.table_name, ordinal_position)
    FROM information_schema.table_constraints tc JOIN information_schema.key_column_usage kcu
    USING (constraint_schema, constraint_name)
    WHERE tc.constraint_type = 'PRIMARY KEY' AND kcu.table_name IN ('order_items', 'orders', 'readings')),
    'order_items(order_id) order_items(line) orders(id) readings(sensor) readings(at)');
SELECT expect.equal('who points at orders', (SELECT string_agg(conrelid::regclass::text,
    ' ' ORDER BY conrelid::regclass::text) FROM pg_constraint WHERE confrelid = 'orders'::regclass),
    'order_items payments');
SELECT expect.equal('definitions can be read back',
    (SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'bookings_no_overlap'),
    'EXCLUDE USING gist (room WITH =, during WITH &&)');
SELECT expect.equal('of columns too', (SELECT string_agg(format('%s %s', attname, format_type(atttypid, atttypmod)),
    ', ' ORDER BY attnum)
    FROM pg_attribute WHERE attrelid = 'payments'::regclass AND attnum > 0),
    'id integer, order_id integer, method text, paid timestamp with time zone, value amount');
COMMENT ON COLUMN orders.total IS 'kept by a trigger';
SELECT expect.equal('comments', col_description('orders'::regclass, 6), 'kept by a trigger');
SELECT expect.that('a foreign key without an index is found',
    (SELECT array_agg(conname::text ORDER BY conname) FROM pg_constraint c WHERE contype = 'f' AND conparentid = 0
    AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.conrelid
    AND i.indkey[0] = c.conkey[1])) @> ARRAY['payments_order_id_fkey']);
SELECT expect.equal('what a view rests on', (SELECT string_agg(DISTINCT refobjid::regclass::text, ' ') FROM pg_depend d
    JOIN pg_rewrite r ON r.oid = d.objid
    WHERE r.ev_class = 'order_summary'::regclass AND refclassid = 'pg_class'::regclass AND refobjid <> r.ev_class),
    'customers order_items orders');
SELECT expect.error('a name that is not there', '42P01', $$SELECT 'nothing'::regclass$$);
