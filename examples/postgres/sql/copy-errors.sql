-- A COPY with one bad line loads nothing, and says which line it was.
CREATE TABLE load (id int PRIMARY KEY, name text NOT NULL);
CREATE FUNCTION load(content text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('COPY load FROM PROGRAM %L CSV', format('printf %%s %s', quote_literal(content)));
END $$;

DO $$ BEGIN PERFORM load(E'1,one\n2,two\n'); END $$;
SELECT expect.equal('two rows', (SELECT count(*) FROM load), 2);
SELECT expect.error('not a number', '22P02', $$SELECT load(E'3,three\nx,four\n')$$);
SELECT expect.error('a column short', '22P04', $$SELECT load(E'3\n')$$);
SELECT expect.error('a column too many', '22P04', $$SELECT load(E'3,a,b\n')$$);
SELECT expect.error('a key that is there', '23505', $$SELECT load(E'3,three\n1,again\n')$$);
SELECT expect.error('NULL where none may be', '23502', $$SELECT load(E'3,\n')$$);
SELECT expect.error('a quote that never ends', '22P04', $$SELECT load(E'3,"open\n')$$);
SELECT expect.equal('none of it was kept', (SELECT count(*) FROM load), 2);

DO $$
DECLARE
    place text;
BEGIN
    PERFORM load(E'7,seven\n8,eight\nx,nine\n');
EXCEPTION WHEN invalid_text_representation THEN
    GET STACKED DIAGNOSTICS place = PG_EXCEPTION_CONTEXT;
    PERFORM expect.that('the error names line and column', place ~ 'COPY load, line 3, column id: "x"');
END $$;
