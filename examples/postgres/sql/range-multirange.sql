-- Ranges and multiranges: bounds, overlap, union, and the holes between bookings.
SELECT expect.equal('discrete ranges are made canonical', int4range(1, 5, '[]')::text, '[1,6)');
SELECT expect.that('continuous ones are not', numrange(1, 5, '[]') <> numrange(1, 6));
SELECT expect.that('empty and unbounded', isempty(int4range(3, 3)) AND int4range(NULL, 5) @> -999
    AND upper_inf(int4range(1, NULL)));
SELECT expect.that('beside, left of, overlapping',
    int4range(1, 3) -|- int4range(3, 5) AND int4range(1, 3) << int4range(4, 5) AND int4range(1, 4) && int4range(3, 9));
SELECT expect.error('a union must not have a hole', '22000', 'SELECT int4range(1, 2) + int4range(5, 6)',
    'not be contiguous');
SELECT expect.equal('a multirange may', (int4multirange(int4range(1, 2)) + int4multirange(int4range(5, 6)))::text,
    '{[1,2),[5,6)}');
SELECT expect.error('bounds the wrong way round', '22000', 'SELECT int4range(5, 1)');

CREATE TEMP TABLE used AS SELECT room, range_agg(during) spans FROM bookings GROUP BY room;
CREATE TEMP TABLE free AS SELECT room, tstzmultirange(tstzrange('2024-06-01 15:00Z',
    '2024-08-20 15:00Z')) - spans AS spans FROM used;
SELECT expect.that('free and used do not touch, and make the whole', (SELECT bool_and(NOT f.spans && u.spans
    AND f.spans + u.spans = '{["2024-06-01 15:00Z","2024-08-20 15:00Z")}'::tstzmultirange) FROM free f JOIN used u
    USING (room)));
SELECT expect.equal('nights booked', (SELECT sum(extract(day FROM upper(s) - lower(s))) FROM used, unnest(spans) s),
    (SELECT sum(1 + pick(room * 1000 + n, 121, 3)) FROM generate_series(101, 110) room, generate_series(0, 19) n));
SELECT expect.equal('what all rooms have in common', (SELECT isempty(range_intersect_agg(during)) FROM bookings), true);
