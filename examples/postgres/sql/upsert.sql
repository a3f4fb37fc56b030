-- INSERT ... ON CONFLICT: insert, update or leave alone, row by row.
CREATE TABLE counter (word text PRIMARY KEY, seen int NOT NULL DEFAULT 1, CHECK (seen < 100));

INSERT INTO counter (word) VALUES ('a'), ('b');
CREATE TEMP TABLE outcome AS
WITH put AS (
    INSERT INTO counter AS c (word) VALUES ('b'), ('c')
    ON CONFLICT (word) DO UPDATE SET seen = c.seen + excluded.seen RETURNING word, seen, xmax = 0 AS inserted)
SELECT * FROM put;
SELECT expect.equal('one updated, one inserted',
    (SELECT string_agg(format('%s%s%s', word, seen, inserted), ' ' ORDER BY word) FROM outcome),
    'b2f c1t');

INSERT INTO counter VALUES ('a', 50), ('d', 5) ON CONFLICT DO NOTHING;
SELECT expect.equal('DO NOTHING keeps the old row', (SELECT seen FROM counter WHERE word = 'a'), 1);
INSERT INTO counter AS c VALUES ('a', 9), ('d', 9) ON CONFLICT (word) DO UPDATE SET seen = excluded.seen
    WHERE c.seen > 2;
SELECT expect.equal('a WHERE chooses which are updated', (SELECT array_agg(seen ORDER BY word) FROM counter),
    ARRAY[1, 2, 1, 9]);

SELECT expect.error('one statement does not touch a row twice', '21000',
    $$INSERT INTO counter VALUES ('z'), ('z') ON CONFLICT (word) DO UPDATE SET seen = 2$$);
SELECT expect.error('there must be such a constraint', '42P10',
    $$INSERT INTO counter VALUES ('a') ON CONFLICT (seen) DO NOTHING$$);
SELECT expect.error('other constraints still hold', '23514',
    $$INSERT INTO counter VALUES ('a') ON CONFLICT (word) DO UPDATE SET seen = 100$$);
