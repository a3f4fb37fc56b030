-- IMMUTABLE, STABLE, VOLATILE: what may stand in an index, what is computed once, what sees its own changes.
CREATE SEQUENCE calls;
CREATE FUNCTION counted_volatile() RETURNS int LANGUAGE plpgsql VOLATILE AS
$$ BEGIN PERFORM nextval('calls'); RETURN 5; END $$;
CREATE FUNCTION counted_stable() RETURNS int LANGUAGE plpgsql STABLE AS
$$ BEGIN PERFORM nextval('calls'); RETURN 5; END $$;

SELECT count(*) AS found FROM products WHERE id = counted_volatile() \gset
SELECT expect.equal('a volatile function runs for every row', (SELECT last_value FROM calls), 1000);
ALTER SEQUENCE calls RESTART;
SELECT count(*) AS found FROM products WHERE id = counted_stable() \gset
SELECT expect.that('a stable one a few times, and finds by index', (SELECT last_value FROM calls) <= 3 AND :found = 1);

SELECT expect.error('an index takes immutable functions only', '42P17',
    'CREATE INDEX ON products ((price * counted_stable()))');
SELECT expect.error('now() is not', '42P17', 'CREATE INDEX ON orders ((now() - placed))');
CREATE INDEX products_slug ON products (slug(name));
SELECT expect.that('slug() is', expect.plan($$SELECT * FROM products WHERE slug(name) = 'old-lamp-7'$$)
    ~ 'products_slug');
SELECT expect.that('an immutable call with constants is folded',
    expect.plan($$SELECT * FROM products WHERE name = slug('A b')$$) ~ $$name = 'a-b'$$);

CREATE FUNCTION jobs_now() RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$ BEGIN RETURN (SELECT count(*)
    FROM jobs); END $$;
CREATE FUNCTION add_and_look() RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO jobs VALUES (777, 'new', '{}');
    RETURN (SELECT format('%s %s', (SELECT count(*) FROM jobs), jobs_now()));
END $$;
SELECT expect.equal('a volatile function sees what its caller did', add_and_look(), '41 41');
SELECT expect.error('a stable one may not write', '0A000', $$
    CREATE FUNCTION sly() RETURNS void LANGUAGE plpgsql STABLE AS 'BEGIN DELETE FROM jobs; END'; SELECT sly()$$,
    'non-volatile');
