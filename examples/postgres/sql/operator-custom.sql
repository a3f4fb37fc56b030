-- An operator and an operator class of one's own: versions such as 1.10 sort as people expect, in an index too.
CREATE TYPE version AS (major int, minor int);
CREATE FUNCTION version_of(t text) RETURNS version LANGUAGE sql IMMUTABLE AS
$$ SELECT (split_part(t, '.', 1)::int, split_part(t, '.', 2)::int)::version $$;
CREATE FUNCTION compatible(a version, b version) RETURNS boolean LANGUAGE sql IMMUTABLE AS
$$ SELECT (a).major = (b).major AND (a).minor >= (b).minor $$;
CREATE OPERATOR ~> (LEFTARG = version, RIGHTARG = version, FUNCTION = compatible);

CREATE TABLE release (name text, v version);
INSERT INTO release SELECT t, version_of(t) FROM unnest(ARRAY['1.2', '1.10', '2.0', '1.9', '10.1']) t;
SELECT expect.equal('as versions', (SELECT string_agg(name, ' ' ORDER BY v) FROM release), '1.2 1.9 1.10 2.0 10.1');
SELECT expect.equal('as text', (SELECT string_agg(name, ' ' ORDER BY name) FROM release), '1.10 1.2 1.9 10.1 2.0');
SELECT expect.equal('compatible with 1.9', (SELECT string_agg(name, ' ' ORDER BY v) FROM release
    WHERE v ~> version_of('1.9')), '1.9 1.10');

-- Words by length: a class with its own comparison gives ORDER BY USING and an index in that order.
CREATE FUNCTION shorter(a text,
    b text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT (length(a), a) < (length(b), b)';
CREATE FUNCTION by_length(a text, b text) RETURNS int LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN shorter(a, b) THEN -1 WHEN a = b THEN 0 ELSE 1 END $$;
CREATE OPERATOR <# (LEFTARG = text, RIGHTARG = text, FUNCTION = shorter);
CREATE OPERATOR CLASS length_ops FOR TYPE text USING btree AS OPERATOR 1 <#, OPERATOR 3 =,
    FUNCTION 1 by_length(text, text);
CREATE TABLE word AS SELECT unnest(ARRAY['ccc', 'a', 'bb', 'aaaa', 'ab']) w;
CREATE INDEX word_length ON word (w length_ops);
SET enable_seqscan = off;
SELECT expect.that('the index answers the new operator',
    expect.plan($$SELECT w FROM word WHERE w <# 'bb'$$) ~ 'word_length');
SELECT expect.equal('and rightly', (SELECT array_agg(w ORDER BY w USING <#) FROM word WHERE w <# 'ccc'),
    ARRAY['a', 'ab', 'bb']);
