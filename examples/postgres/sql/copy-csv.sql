-- COPY out and in again: quotes, commas, line ends, NULL and the empty string survive.
CREATE TABLE note (id int, words text);
INSERT INTO note VALUES (1, 'plain'), (2, 'a, "b"'), (3, E'two\nlines'), (4, ''), (5, NULL), (6, 'Grüße'),
    (7, E'a\tb'),
    (8, ' x ');
CREATE TABLE back (LIKE note);

\getenv folder PARALLEL_FIXTURES_TMPDIR
\if :{?folder}
\else
    \set folder /tmp
\endif
\cd :folder
\copy note TO 'copy.csv' CSV HEADER
\copy back FROM 'copy.csv' WITH (FORMAT csv, HEADER MATCH)
SELECT expect.equal('nothing is lost', (SELECT count(*) FROM (TABLE note EXCEPT TABLE back) x), 0);
SELECT expect.equal('NULL stays NULL and '''' stays empty',
    (SELECT array_agg(words ORDER BY id) FROM back WHERE id IN (4, 5)), ARRAY['', NULL]);
\set lines `cat copy.csv | wc -l`
SELECT expect.equal('a header, eight rows, one line end inside', :lines, 10);
\! rm copy.csv

COPY back (words, id) FROM STDIN WITH (DELIMITER ';', NULL 'none');
none;20
a\;b;21
\.
SELECT expect.equal('another order of columns, delimiter and NULL',
    (SELECT array_agg(words ORDER BY id) FROM back WHERE id >= 20), ARRAY[NULL, 'a;b']);
