-- Asking jsonb: arrows, containment, keys, and JSON paths with filters and variables.
CREATE TEMP TABLE doc AS SELECT '{"name": "Ann", "age": 30, "tags": ["a", "b"], "home": {"city": "Lyon", "zip": null},
    "pets": [{"kind": "cat", "age": 3}, {"kind": "dog", "age": 9}]}'::jsonb AS j;

SELECT expect.equal('arrows', (SELECT array[j ->> 'name', j #>> '{pets,1,kind}', j -> 'pets' -> -1 ->> 'age'] FROM doc),
    ARRAY['Ann', 'dog', '9']);
SELECT expect.that('JSON null is a value, a missing key is NULL',
    (SELECT j -> 'home' -> 'zip' = 'null' AND (j -> 'home' ->> 'zip') IS NULL AND (j -> 'nothing') IS NULL FROM doc));
SELECT expect.that('containment goes deep and does not mind order',
    (SELECT j @> '{"tags": ["b"], "pets": [{"kind": "dog"}]}' FROM doc));
SELECT expect.that('keys', (SELECT j ? 'age' AND j ?| '{x,name}' AND NOT j ?& '{x,name}' FROM doc));
SELECT expect.equal('a path with a filter', (SELECT jsonb_path_query_array(j, '$.pets[*] ? (@.age > $limit).kind',
    '{"limit": 5}') FROM doc), '["dog"]');
SELECT expect.that('a path as a condition', (SELECT j @@ '$.pets[*].age == 3' AND j @? '$.home.city'
    AND NOT j @? '$.home.street' FROM doc));
SELECT expect.error('strict mode misses the key', '2203A', $$SELECT jsonb_path_query('{"a": 1}', 'strict $.b')$$);
SELECT expect.equal('duplicate keys: the last one stays, and numbers keep their digits',
    '{"a": 1, "a": 2.500}'::jsonb::text, '{"a": 2.500}');
SELECT expect.equal('searches for red things', (SELECT count(*) FROM events WHERE payload @> '{"words": ["red"]}'),
    (SELECT count(*) FROM events WHERE kind = 'search' AND payload -> 'words' ->> 1 = 'red'));
