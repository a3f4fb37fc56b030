-- Functions for any type, with defaults, names, a variable number of arguments and several results.
CREATE FUNCTION middle(VARIADIC v anyarray) RETURNS anyelement LANGUAGE sql IMMUTABLE AS
$$ SELECT x FROM unnest(v) x ORDER BY x LIMIT 1 OFFSET (cardinality(v) - 1) / 2 $$;
SELECT expect.equal('of numbers', middle(9, 1, 5), 5);
SELECT expect.equal('of words', middle('pear'::text, 'apple', 'plum'), 'pear');
SELECT expect.equal('of an array, passed whole', middle(VARIADIC ARRAY[date '2024-03-01', '2024-01-01']),
    '2024-01-01'::date);
SELECT expect.error('of mixed types: nothing fits', '42883', $$SELECT middle(1, 'x'::text)$$);

CREATE FUNCTION greet(name text, greeting text DEFAULT 'Hello', mark text DEFAULT '!') RETURNS text LANGUAGE sql AS
$$ SELECT greeting || ' ' || name || mark $$;
SELECT expect.equal('defaults and names', ARRAY[greet('Ann'), greet('Ann', mark => '?'),
    greet(mark => '.', name => 'Bob')],
    ARRAY['Hello Ann!', 'Hello Ann?', 'Hello Bob.']);

CREATE FUNCTION spread(v int[], OUT low int, OUT high int, OUT mean numeric) LANGUAGE sql AS
$$ SELECT min(x), max(x), round(avg(x), 1) FROM unnest(v) x $$;
SELECT expect.equal('several results make a row',
    (SELECT format('%s..%s ~%s', low, high, mean) FROM spread(ARRAY[3, 1, 6])), '1..6 ~3.3');

CREATE FUNCTION area(r numeric) RETURNS numeric LANGUAGE sql AS 'SELECT 3 * r * r';
CREATE FUNCTION area(a numeric, b numeric) RETURNS numeric LANGUAGE sql AS 'SELECT a * b';
SELECT expect.equal('one name, two functions', area(2) + area(2, 5), 22);
SELECT expect.that('STRICT answers NULL without being called',
    slug(NULL) IS NULL AND slug(' Große, Welt! ') = 'gro-e-welt');
