-- Which object a name means: the search path, and the trap it is for functions with more rights.
CREATE SCHEMA first;
CREATE SCHEMA second;
CREATE TABLE first.t AS SELECT 'first'::text AS v;
CREATE TABLE second.t AS SELECT 'second'::text AS v;
SET search_path = first, second, public;
SELECT expect.equal('the first on the path', (SELECT v FROM t), 'first');
CREATE FUNCTION loose() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT v FROM t); END $$;
CREATE FUNCTION firm() RETURNS text LANGUAGE plpgsql SET search_path = first AS $$ BEGIN RETURN (SELECT v
    FROM t); END $$;
CREATE FUNCTION bound() RETURNS text STABLE BEGIN ATOMIC SELECT v FROM t; END;
CREATE VIEW v AS SELECT v FROM t;
SELECT expect.equal('new objects go to the front',
    'loose'::regproc::text || ' ' || (SELECT nspname FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid
    WHERE relname = 'v'), 'loose first');

SET search_path = second, first, public;
SELECT expect.equal('now another', (SELECT v FROM t), 'second');
SELECT expect.equal('a loose function goes along, a firm one does not', loose() || ' ' || firm(), 'second first');
SELECT expect.equal('bodies of the standard kind and views are bound when made', bound() || ' ' || (SELECT v FROM v),
    'first first');
CREATE TEMP TABLE t AS SELECT 'temporary'::text AS v;
SELECT expect.equal('temporary tables come before all', loose(), 'temporary');
SELECT expect.equal('pg_catalog before them, unless it is named',
    (SELECT set_config('search_path', '', false) || pg_typeof(lower('A'))::text), 'text');
SELECT expect.error('an empty path finds nothing else', '42P01', 'SELECT * FROM orders');
SELECT expect.equal('a full name always', (SELECT count(*) FROM public.jobs), 40);
