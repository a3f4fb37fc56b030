-- Dynamic SQL: names by %I, values by USING; a name that tries to be a command stays a name.
CREATE FUNCTION count_by(tab text, col text, value text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    n bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM %I WHERE %I::text = $1', tab, col) INTO n USING value;
    RETURN n;
END $$;

SELECT expect.equal('a plain use', count_by('customers', 'country', 'SE'),
    (SELECT count(*) FROM customers WHERE country = 'SE'));
SELECT expect.equal('a value full of quotes is a value', count_by('customers', 'name', $x$' OR '1'='1$x$), 0);
SELECT expect.error('a name full of SQL is a name', '42P01',
    $$SELECT count_by('jobs; DROP TABLE jobs; --', 'id', '1')$$, 'DROP TABLE jobs');
SELECT expect.equal('the table is there', (SELECT count(*) FROM jobs), 40);
CREATE TABLE "Odd ""name""" ("select" int);
INSERT INTO "Odd ""name""" VALUES (3);
SELECT expect.equal('odd names work', count_by('Odd "name"', 'select', '3'), 1);
SELECT expect.equal('%I and %L quote as needed', format('%I %I %L %L', 'plain', 'Two Words', 'it''s', NULL),
    $$plain "Two Words" 'it''s' NULL$$);
SELECT expect.equal('quote_ident, quote_literal', quote_ident('select') || quote_literal(E'a\\b'), $$"select"E'a\\b'$$);
