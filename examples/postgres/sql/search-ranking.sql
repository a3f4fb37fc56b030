-- Full-text search: stems, phrases, weights, rank and headlines.
SELECT expect.equal('stems and stop words', to_tsvector('english', 'The pigeons were running to the libraries')::text,
    '''librari'':7 ''pigeon'':2 ''run'':4');
SELECT expect.equal('a web query', websearch_to_tsquery('english', '"old river" bridge or kettle -winter')::text,
    '''old'' <-> ''river'' & ''bridg'' | ''kettl'' & !''winter''');
SET enable_seqscan = off;
SELECT expect.that('matched by index', expect.plan($$SELECT id FROM documents
    WHERE search @@ to_tsquery('english', 'pigeon')$$) ~ 'documents_search');

SELECT expect.equal('AND is less than either',
    (SELECT count(*) FROM documents WHERE search @@ to_tsquery('english', 'pigeon & violin')),
    (SELECT count(*) FROM documents WHERE body ~* '\mpigeon' AND body ~* '\mviolin' OR title ~* 'pigeon'
    AND (title || body) ~* 'violin' OR title ~* 'violin' AND body ~* 'pigeon'));
SELECT expect.equal('a phrase is words side by side',
    (SELECT count(*) FROM documents WHERE search @@ phraseto_tsquery('english', 'pigeon sings')),
    (SELECT count(*) FROM documents WHERE body ~ 'pigeon sings'));
SELECT expect.that('a word in the title counts more',
    (SELECT title ILIKE '%harbour%' FROM documents, to_tsquery('english', 'harbour') q
    WHERE search @@ q ORDER BY ts_rank(search, q) DESC, id LIMIT 1));
SELECT expect.equal('only in titles', (SELECT count(*) FROM documents
    WHERE search @@ to_tsquery('english', 'violin:A')),
    (SELECT count(*) FROM documents WHERE title ~* 'violin'));
SELECT expect.equal('by prefix', (SELECT count(*) FROM documents WHERE search @@ to_tsquery('english', 'viol:*')),
    (SELECT count(*) FROM documents WHERE search @@ to_tsquery('english', 'violin')));
SELECT expect.equal('the place is shown', ts_headline('english', 'one two pigeons three', to_tsquery('pigeon'),
    'StartSel=[,StopSel=]'), 'one two [pigeons] three');
