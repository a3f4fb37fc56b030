-- Composite types: rows inside columns, arrays of rows, a table's own row type.
CREATE TYPE dimensions AS (w numeric, h numeric);
CREATE TABLE parcel (id int, size dimensions, parts dimensions[]);
INSERT INTO parcel VALUES (1, (2, 3), ARRAY[(1, 1), (2, 2)]::dimensions[]), (2, ROW(4, NULL), '{}');

SELECT expect.equal('a field', (SELECT (size).w * (size).h FROM parcel WHERE id = 1), 6);
UPDATE parcel SET size.h = 5 WHERE id = 2;
SELECT expect.equal('one field is updated', (SELECT size::text FROM parcel WHERE id = 2), '(4,5)');
SELECT expect.equal('a field of an element', (SELECT (parts[2]).h FROM parcel WHERE id = 1), 2);
SELECT expect.equal('unnest makes columns', (SELECT sum(w * h) FROM parcel, unnest(parts) AS part(w, h)), 5);
SELECT expect.equal('a row becomes JSON by its names', (SELECT to_jsonb(size) FROM parcel WHERE id = 1),
    '{"w": 2, "h": 3}'::jsonb);
SELECT expect.equal('and back', (SELECT (jsonb_populate_record(NULL::dimensions, '{"h": 9}')).h), 9);

CREATE FUNCTION margin(products) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT $1.price - $1.cost';
SELECT expect.equal('a function of a row reads like a column',
    (SELECT round(avg(p.margin), 2) FROM products p), (SELECT round(avg(price - cost), 2) FROM products));
SELECT expect.error('a type in use cannot change a field', '0A000', 'ALTER TYPE dimensions ALTER ATTRIBUTE w TYPE int');
