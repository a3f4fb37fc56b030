-- A search configuration of one's own: other stop words, no stems for names, accents folded.
CREATE EXTENSION unaccent;
CREATE TEXT SEARCH CONFIGURATION plain (COPY = simple);
CREATE TEXT SEARCH CONFIGURATION folded (COPY = french);
ALTER TEXT SEARCH CONFIGURATION folded ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem;

SELECT expect.equal('simple keeps every form', to_tsvector('plain', 'Running runs')::text, '''running'':1 ''runs'':2');
SELECT expect.that('folded finds without accents',
    to_tsvector('folded', 'Hôtel près de la forêt') @@ to_tsquery('folded', 'hotel & foret'));
SELECT expect.that('french alone does not', NOT to_tsvector('french', 'Hôtel') @@ to_tsquery('french', 'hotel'));
SELECT expect.equal('the parser knows kinds of words',
    (SELECT string_agg(alias, ' ') FROM ts_debug('simple', 'a@b.org 3.14 up-to /usr') WHERE alias <> 'blank'),
    'email float asciihword hword_asciipart hword_asciipart file');
SELECT expect.equal('what a lexeme is worth to the index',
    (SELECT ndoc FROM ts_stat('SELECT search FROM documents') WHERE word = 'pigeon'),
    (SELECT count(*) FROM documents WHERE search @@ 'pigeon'));
SELECT expect.that('a query is widened by rewriting it',
    'old pigeon'::tsvector @@ ts_rewrite('bird & old', 'bird', 'bird | pigeon')
    AND NOT 'old pigeon'::tsvector @@ 'bird & old'::tsquery);
SELECT expect.error('a broken query', '42601', $$SELECT to_tsquery('a & & b')$$);
