-- An exclusion constraint: no room is booked twice at a time.
SELECT expect.error('an overlap is refused', '23P01', $$INSERT INTO bookings
    SELECT room, tstzrange(lower(during) + interval '1 hour', upper(during) + interval '1 hour'),
    'second' FROM bookings WHERE room = 101 LIMIT 1$$,
    'bookings_no_overlap');
INSERT INTO bookings SELECT room, tstzrange(upper(during), upper(during) + interval '1 hour'),
    'next' FROM bookings WHERE room = 101 AND guest = 'guest 101/0';
SELECT expect.equal('right after is free: the bounds are [)', (SELECT count(*) FROM bookings WHERE guest = 'next'), 1);
INSERT INTO bookings SELECT 999, during, 'elsewhere' FROM bookings WHERE guest = 'guest 101/0';
SELECT expect.equal('another room is free', (SELECT count(*) FROM bookings WHERE room = 999), 1);
SELECT expect.equal('without the constraint''s help: nothing overlaps', (SELECT count(*) FROM bookings a JOIN bookings b
    ON a.room = b.room AND a.during && b.during AND a.ctid < b.ctid), 0);
SELECT expect.error('[] touches', '23P01', $$INSERT INTO bookings
    SELECT room, tstzrange(lower(during) - interval '1 hour', lower(during), '[]'),
    'early' FROM bookings WHERE guest = 'guest 102/0'$$);
