-- Words that are nearly right: trigrams with an index, edit distance, sounds.
CREATE EXTENSION pg_trgm;
CREATE EXTENSION fuzzystrmatch;
CREATE INDEX customers_trgm ON customers USING gist (name gist_trgm_ops);

SELECT expect.equal('three-letter pieces', show_trgm('cat')::text, '{"  c"," ca","at ",cat}');
SELECT expect.equal('a typing error finds its customer',
    (SELECT DISTINCT first_value(name) OVER (ORDER BY name <-> 'Hugo Janson', name) FROM customers), 'Hugo Janssen');
SELECT expect.that('nearest first straight from the index',
    expect.plan($$SELECT name FROM customers ORDER BY name <-> 'Hugo Janson' LIMIT 5$$)
    ~ 'Index Scan using customers_trgm');
CREATE INDEX documents_trgm ON documents USING gin (body gin_trgm_ops);
SET enable_seqscan = off;
SELECT expect.that('LIKE in the midst of a word',
    expect.plan($$SELECT id FROM documents WHERE body LIKE '%iolin brea%'$$) ~ 'documents_trgm');
SELECT expect.equal('and the same rows', (SELECT count(*) FROM documents WHERE body LIKE '%iolin brea%'),
    (SELECT count(*) FROM documents WHERE body ~ 'violin breaks'));
SELECT expect.equal('edits', ARRAY[levenshtein('kitten', 'sitting'), levenshtein('', 'abc'), levenshtein('ab', 'ba')],
    ARRAY[3, 3, 2]);
SELECT expect.equal('sounds', ARRAY[soundex('Robert'), soundex('Rupert'), metaphone('Phone', 4)],
    ARRAY['R163', 'R163', 'FN']);
