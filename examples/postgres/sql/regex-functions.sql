-- Regular expressions: groups, replacement, counting, splitting, look-ahead.
SELECT expect.equal('groups of the first match', regexp_match('2024-05-17', '(\d+)-(\d+)-(\d+)'),
    ARRAY['2024', '05', '17']);
SELECT expect.equal('all matches', (SELECT string_agg(m[1], ',')
    FROM regexp_matches('a1 b22 c333', '[a-z](\d+)', 'g') m), '1,22,333');
SELECT expect.equal('groups in the replacement', regexp_replace('Doe, Jane', '(\w+), (\w+)', '\2 \1'), 'Jane Doe');
SELECT expect.equal('the second match only', regexp_replace('x.x.x', 'x', 'y', 1, 2), 'x.y.x');
SELECT expect.equal('count, place, piece', ARRAY[regexp_count('banana', 'an')::text,
    regexp_instr('banana', 'an', 1, 2)::text, regexp_substr('k=v;l=w', 'l=(\w)', 1, 1, '', 1)], ARRAY['2', '4', 'w']);
SELECT expect.equal('split on any space', regexp_split_to_array(E'a  b\tc', '\s+'), ARRAY['a', 'b', 'c']);
SELECT expect.that('look-ahead', 'password1' ~ '^(?=.*\d)(?=.*[a-z]).{8,}$' AND 'password' !~ '^(?=.*\d).{8,}$');
SELECT expect.that('case and back-references', 'HELLO' ~* 'hello' AND 'abab' ~ '^(ab)\1$' AND 'abba' !~ '^(ab)\1$');
SELECT expect.that('greedy or not is the whole expression''s',
    regexp_replace('<<a>>', '<.*?>', '') = '>' AND regexp_replace('<<a>>', '<.*>', '') = '');
SELECT expect.error('it must be well formed', '2201B', $$SELECT 'a' ~ '(b'$$, 'parentheses');
SELECT expect.equal('all SKUs have the shape', (SELECT count(*) FROM products WHERE sku SIMILAR TO '[A-Z]{2}-[0-9]{4}'),
    1000);
