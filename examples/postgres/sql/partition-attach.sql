-- Partitions come and go: attach, detach, what the default one is in the way of.
CREATE TABLE events_2025_01 (LIKE events INCLUDING DEFAULTS);
INSERT INTO events_2025_01 VALUES (90001, '2025-01-02', 1, 'view', '{}');
SELECT count(*) AS later FROM events_other WHERE at >= '2025-01-01' AND at < '2025-02-01' \gset
SELECT expect.that('the default partition holds January''s first days', :later > 100);

SELECT expect.error('its rows are in the way', '23514',
    $$ALTER TABLE events ATTACH PARTITION events_2025_01 FOR VALUES FROM ('2025-01-01') TO ('2025-02-01')$$,
    'default partition');
WITH moved AS (DELETE FROM events_other WHERE at >= '2025-01-01' AND at < '2025-02-01'
    RETURNING *) INSERT INTO events_2025_01 SELECT * FROM moved;
ALTER TABLE events ATTACH PARTITION events_2025_01 FOR VALUES FROM ('2025-01-01') TO ('2025-02-01');
SELECT expect.equal('now they are seen through the parent',
    (SELECT count(*) FROM events WHERE at >= '2025-01-01' AND at < '2025-02-01'), :later + 1);
SELECT expect.equal('with the parent''s indexes',
    (SELECT count(*) FROM pg_index WHERE indrelid = 'events_2025_01'::regclass), 2);
SELECT expect.error('spans must not overlap', '42P17',
    $$CREATE TABLE x PARTITION OF events FOR VALUES FROM ('2025-01-15') TO ('2025-03-01')$$, 'overlap');
SELECT expect.error('a wrong row stays out', '23514',
    $$INSERT INTO events_2025_01 VALUES (1, '2025-03-01', 1, 'x', '{}')$$, 'partition constraint');

ALTER TABLE events DETACH PARTITION events_2024_01;
SELECT expect.that('detached it is a table of its own',
    (SELECT count(*) > 1500 FROM events_2024_01) AND NOT EXISTS (SELECT FROM events WHERE at < '2024-02-01'));
INSERT INTO events VALUES (90002, '2024-01-05', 1, 'view', '{}');
SELECT expect.equal('new rows of that time go to the default',
    (SELECT tableoid::regclass::text FROM events WHERE id = 90002), 'events_other');
