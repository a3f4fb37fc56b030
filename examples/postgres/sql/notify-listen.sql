-- NOTIFY: messages at COMMIT, in order, each once; not after ROLLBACK.
SELECT expect.equal('a listener', dblink_connect('ear', expect.here()), 'OK');
SELECT expect.equal('listens', dblink_exec('ear', 'LISTEN shop; LISTEN "Other Shop"'), 'LISTEN');
CREATE FUNCTION heard() RETURNS text LANGUAGE sql AS
$$ SELECT coalesce(string_agg(notify_name || '=' || extra, ' '), 'nothing') FROM dblink_get_notify('ear') $$;

BEGIN;
NOTIFY shop, 'one';
NOTIFY shop, 'one';
SELECT pg_notify('Other Shop', 'two') AS said \gset
SELECT expect.equal('nothing before the end', (SELECT heard() FROM dblink('ear', 'SELECT 1') AS t(x int)), 'nothing');
COMMIT;
SELECT expect.equal('equal ones are said once', (SELECT heard() FROM dblink('ear', 'SELECT 1') AS t(x int)),
    'shop=one Other Shop=two');

BEGIN;
NOTIFY shop, 'never';
ROLLBACK;
NOTIFY deaf, 'nobody listens';
SELECT expect.equal('a rollback takes it back', (SELECT heard() FROM dblink('ear', 'SELECT 1') AS t(x int)), 'nothing');

CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_notify('shop',
    TG_OP || ' ' || NEW.id); RETURN NULL; END $$;
CREATE TRIGGER tell AFTER INSERT ON jobs FOR EACH ROW EXECUTE FUNCTION tell();
INSERT INTO jobs VALUES (501, 'waiting', '{}'), (502, 'waiting', '{}');
SELECT expect.equal('a trigger tells of rows', (SELECT heard() FROM dblink('ear', 'SELECT 1') AS t(x int)),
    'shop=INSERT 501 shop=INSERT 502');
SELECT expect.error('8000 bytes are too many', '22023', $$SELECT pg_notify('shop', repeat('x', 8000))$$);
