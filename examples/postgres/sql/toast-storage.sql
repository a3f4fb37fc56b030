-- Long values: compressed, moved out of the row, and read only as far as needed.
CREATE TABLE blob (id int PRIMARY KEY, body text);
ALTER TABLE blob ALTER body SET STORAGE EXTERNAL;
CREATE TABLE packed (id int, body text);
INSERT INTO blob VALUES (1, repeat('abcdefghij', 10000));
INSERT INTO packed TABLE blob;

SELECT expect.equal('plain: as many bytes as characters', (SELECT pg_column_size(body) FROM blob), 100000);
SELECT expect.that('compressed: a small part of it', (SELECT pg_column_size(body) < 5000 FROM packed));
SELECT expect.equal('by the server''s method', (SELECT pg_column_compression(body) FROM packed),
    current_setting('default_toast_compression'));
SELECT expect.equal('both read back whole', (SELECT count(DISTINCT md5(body))
    FROM (TABLE blob UNION ALL TABLE packed) x), 1);
SELECT expect.equal('a slice', (SELECT substr(body, 99991, 10) FROM blob), 'abcdefghij');
SELECT expect.that('the long value lies elsewhere',
    pg_relation_size('blob') = 8192 AND (SELECT pg_relation_size(reltoastrelid) > 100000 FROM pg_class
    WHERE oid = 'blob'::regclass));
UPDATE blob SET id = 2;
SELECT expect.equal('an update of another column does not copy it',
    (SELECT pg_relation_size(reltoastrelid) / 8192 FROM pg_class WHERE oid = 'blob'::regclass), 13);
SELECT expect.error('too long for an index', '54000', 'CREATE INDEX ON blob (body)');
CREATE INDEX ON blob USING hash (body);
SET enable_seqscan = off;
SELECT expect.equal('a hash of it is not', (SELECT id FROM blob WHERE body = repeat('abcdefghij', 10000)), 2);
