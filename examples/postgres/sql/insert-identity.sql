-- Identity columns, defaults, RETURNING: what the server fills in.
CREATE TABLE ticket (id int GENERATED ALWAYS AS IDENTITY (START 100 INCREMENT 10), note text DEFAULT 'none',
    at timestamptz DEFAULT now());

INSERT INTO ticket DEFAULT VALUES;
INSERT INTO ticket (note) VALUES ('a'), (DEFAULT), (NULL);
SELECT expect.equal('numbers and defaults', (SELECT string_agg(format('%s %s', id, coalesce(note, 'NULL')),
    ', ' ORDER BY id) FROM ticket),
    '100 none, 110 a, 120 none, 130 NULL');
SELECT expect.error('GENERATED ALWAYS refuses a number of one''s own', '428C9', 'INSERT INTO ticket (id) VALUES (7)');
INSERT INTO ticket (id, note) OVERRIDING SYSTEM VALUE VALUES (7, 'forced');
INSERT INTO ticket (id, note) OVERRIDING USER VALUE VALUES (8, 'ignored');
SELECT expect.equal('OVERRIDING takes it or drops it',
    (SELECT array_agg(id ORDER BY note) FROM ticket WHERE note IN ('forced', 'ignored')),
    ARRAY[7, 140]);

WITH written AS (INSERT INTO customers (name, email, country, joined) SELECT 'New ' || i, 'new' || i || '@example.org',
    'DE', current_date
                 FROM generate_series(1, 3) i RETURNING id, tier, active)
SELECT expect.equal('RETURNING gives what was stored',
    (SELECT array_agg(format('%s %s %s', id, tier, active) ORDER BY id) FROM written),
    ARRAY['2001 basic t', '2002 basic t', '2003 basic t']);
