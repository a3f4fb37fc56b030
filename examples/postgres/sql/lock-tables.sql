-- Table locks: which modes bear each other, and what pg_locks tells about it.
SELECT expect.equal('another connection', dblink_connect('other', expect.here()), 'OK');
CREATE FUNCTION other_gets(mode text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM dblink_exec('other', format('BEGIN; LOCK TABLE jobs IN %s MODE NOWAIT; COMMIT', mode));
    RETURN true;
EXCEPTION WHEN lock_not_available THEN
    PERFORM dblink_exec('other', 'ROLLBACK');
    RETURN false;
END $$;

CREATE TEMP TABLE mode AS SELECT * FROM unnest(ARRAY['ACCESS SHARE', 'ROW EXCLUSIVE', 'SHARE',
    'ACCESS EXCLUSIVE']) WITH ORDINALITY m(name, n);
BEGIN;
LOCK TABLE jobs IN SHARE MODE;
SELECT expect.equal('SHARE bears readers and other SHAREs',
    (SELECT string_agg(CASE WHEN other_gets(name) THEN 'y' ELSE 'n' END, '' ORDER BY n) FROM mode), 'ynyn');
COMMIT;
BEGIN;
UPDATE jobs SET state = state WHERE id = 1;
SELECT expect.equal('a writer bears readers and writers',
    (SELECT string_agg(CASE WHEN other_gets(name) THEN 'y' ELSE 'n' END, '' ORDER BY n) FROM mode), 'yynn');
SELECT expect.equal('its lock has a name', (SELECT array_agg(mode) FROM pg_locks WHERE relation = 'jobs'::regclass
    AND pid = pg_backend_pid()),
    ARRAY['RowExclusiveLock']);
COMMIT;
BEGIN;
ALTER TABLE jobs ADD note text;
SELECT expect.equal('ALTER TABLE bears nobody',
    (SELECT string_agg(CASE WHEN other_gets(name) THEN 'y' ELSE 'n' END, '' ORDER BY n) FROM mode), 'nnnn');
ROLLBACK;
