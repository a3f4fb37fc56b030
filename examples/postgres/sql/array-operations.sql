-- Arrays: slices, bounds, search, sets, more than one dimension.
SELECT expect.equal('slices', (ARRAY[10, 20, 30, 40])[2:3], ARRAY[20, 30]);
SELECT expect.equal('open slices', (ARRAY[10, 20, 30])[:2] || (ARRAY[10, 20, 30])[3:], ARRAY[10, 20, 30]);
SELECT expect.that('beyond the end there is NULL, not an error', (ARRAY[1])[5] IS NULL);
SELECT expect.equal('lower bounds may differ', array_lower('[5:6]={1,2}'::int[], 1), 5);
SELECT expect.equal('position and positions',
    array_position(ARRAY['a', 'b', 'a'], 'a', 2) + cardinality(array_positions(ARRAY[1, 2, 1], 1)), 5);
SELECT expect.equal('two dimensions', (SELECT array[m[2][1], array_length(m, 1), array_length(m, 2), cardinality(m)]
    FROM (SELECT ARRAY[[1, 2], [3, 4], [5, 6]] m) x), ARRAY[3, 3, 2, 6]);
SELECT expect.error('dimensions must agree', '2202E', 'SELECT ARRAY[ARRAY[1, 2], ARRAY[3]]');
SELECT expect.equal('remove, replace, trim',
    trim_array(array_replace(array_remove(ARRAY[1, 2, NULL, 3, 2], 2), NULL, 0), 1), ARRAY[1, 0]);
SELECT expect.equal('overlap and containment by the index', (SELECT count(*) FROM products WHERE tags && '{eco,gift}'),
    (SELECT count(*) FROM products WHERE tags @> '{eco}') + (SELECT count(*) FROM products WHERE tags @> '{gift}')
    - (SELECT count(*) FROM products WHERE tags @> '{eco,gift}'));
SELECT expect.equal('to text and back', string_to_array(array_to_string(ARRAY['x', NULL, 'z'], ',', '*'), ',', '*'),
    ARRAY['x', NULL, 'z']);
SELECT expect.equal('quotes only where needed', ARRAY['a b', 'null', '', 'x"y', 'plain']::text,
    '{"a b","null","","x\"y",plain}');
