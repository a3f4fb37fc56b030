-- Collations: how text sorts and compares is chosen per column and per query.
CREATE COLLATION german (provider = icu, locale = 'de');
CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE COLLATION numbered (provider = icu, locale = 'en-u-kn-true');
CREATE TEMP TABLE word (w text);
INSERT INTO word VALUES ('Zebra'), ('apfel'), ('Äpfel'), ('Apfel'), ('zoo');

SELECT expect.equal('by code points', (SELECT string_agg(w, ' ' ORDER BY w COLLATE "C") FROM word),
    'Apfel Zebra apfel zoo Äpfel');
SELECT expect.equal('as a German dictionary', (SELECT string_agg(w, ' ' ORDER BY w COLLATE german) FROM word),
    'apfel Apfel Äpfel Zebra zoo');
SELECT expect.equal('file10 after file9', (SELECT array_agg(f ORDER BY f COLLATE numbered)
    FROM unnest(ARRAY['file10', 'file9', 'file1']) f), ARRAY['file1', 'file9', 'file10']);

CREATE TABLE login (name text COLLATE nocase PRIMARY KEY);
INSERT INTO login VALUES ('Ann');
SELECT expect.error('unique without regard to case', '23505', $$INSERT INTO login VALUES ('ANN')$$);
SELECT expect.equal('and found', (SELECT name FROM login WHERE name = 'aNN'), 'Ann');
SELECT expect.error('patterns are not for it', '0A000', $$SELECT * FROM login WHERE name LIKE 'a%'$$);
SELECT expect.error('two collations and no order', '42P21',
    'SELECT FROM word a, login b WHERE a.w COLLATE german < b.name COLLATE nocase');
SELECT expect.error('a collation is not for numbers', '42804', 'SELECT 1 COLLATE "C"');
