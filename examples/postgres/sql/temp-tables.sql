-- Temporary tables: what becomes of them at COMMIT, how they cover others, who sees them.
CREATE TEMP TABLE keep (v int);
BEGIN;
CREATE TEMP TABLE emptied (v int) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE dropped ON COMMIT DROP AS SELECT 1 AS v;
INSERT INTO keep VALUES (1);
INSERT INTO emptied VALUES (1);
SELECT expect.equal('inside all have a row',
    (SELECT (SELECT count(*) FROM keep) + (SELECT count(*) FROM emptied) + (SELECT count(*) FROM dropped)), 3);
COMMIT;
SELECT expect.equal('kept', (SELECT count(*) FROM keep), 1);
SELECT expect.equal('emptied', (SELECT count(*) FROM emptied), 0);
SELECT expect.that('dropped', to_regclass('dropped') IS NULL);

CREATE TEMP TABLE jobs AS SELECT 1 AS id;
SELECT expect.equal('a temporary table covers the real one', (SELECT count(*) FROM jobs), 1);
SELECT expect.equal('which is there by its full name', (SELECT count(*) FROM public.jobs), 40);
SELECT expect.equal('another connection', dblink_connect('other', expect.here()), 'OK');
SELECT expect.equal('it does not see ours', (SELECT n FROM dblink('other', 'SELECT count(*) FROM jobs') AS t(n bigint)),
    40);
SELECT expect.error('nor another session''s by name', '42P01',
    $$SELECT * FROM dblink('other', 'SELECT count(*) FROM keep') AS t(n bigint)$$);
SELECT expect.error('a real table does not refer to a temporary one', '42P16',
    'ALTER TABLE keep ADD PRIMARY KEY (v); CREATE TABLE public.child (v int REFERENCES keep)');
DISCARD TEMP;
SELECT expect.equal('gone at once', (SELECT count(*) FROM jobs), 40);
