-- Changing jsonb in place: subscripts, jsonb_set, ||, -, #-, insert.
CREATE TEMP TABLE doc (j jsonb);
INSERT INTO doc VALUES ('{"a": 1, "list": [1, 2, 3], "deep": {"x": {"y": 0}}}');

UPDATE doc SET j['a'] = '5', j['deep']['x']['y'] = '"new"', j['list'][5] = '9';
SELECT expect.equal('subscripts, and the gap is filled', (SELECT j FROM doc),
    '{"a": 5, "list": [1, 2, 3, null, null, 9], "deep": {"x": {"y": "new"}}}');
UPDATE doc SET j = j - 'list' || '{"b": [true], "a": {"c": 2}}';
SELECT expect.equal('|| replaces whole values', (SELECT j -> 'a' FROM doc), '{"c": 2}');
SELECT expect.equal('#- removes by path', (SELECT j #- '{deep,x,y}' -> 'deep' FROM doc), '{"x": {}}');
SELECT expect.equal('jsonb_set makes the last key only if asked',
    (SELECT array[jsonb_set(j, '{z}', '1', false) ? 'z', jsonb_set(j, '{z}', '1') ? 'z',
    jsonb_set(j, '{p,q}', '1') ? 'p'] FROM doc), ARRAY[false, true, false]);
SELECT expect.equal('insert before and after', jsonb_insert(jsonb_insert('[1, 2]', '{0}', '0'), '{-1}', '3', true),
    '[0, 1, 2, 3]');
SELECT expect.equal('without its nulls', jsonb_strip_nulls('{"a": null, "b": {"c": null, "d": 1}, "e": [null]}'),
    '{"b": {"d": 1}, "e": [null]}');
SELECT expect.error('NULL is refused when so told', '22004',
    $$SELECT jsonb_set_lax('[1]', '{0}', NULL, true, 'raise_exception')$$);

UPDATE products SET attributes = jsonb_set(attributes, '{weight}', to_jsonb((attributes ->> 'weight')::int * 2))
    WHERE id <= 100;
SELECT expect.that('computed from itself', (SELECT bool_and((attributes ->> 'weight')::int = 2 * (50 + pick(id, 41,
    5000))) FROM products WHERE id <= 100));
