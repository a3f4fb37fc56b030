-- Generated columns follow their row and cannot be written.
CREATE TABLE box (w numeric, h numeric, d numeric DEFAULT 1, volume numeric GENERATED ALWAYS AS (w * h * d) STORED,
    label text GENERATED ALWAYS AS ('box ' || w::text || 'x' || h::text) STORED, CHECK (volume < 1000));
INSERT INTO box (w, h) VALUES (2, 3);
INSERT INTO box (w, h, volume) VALUES (4, 5, DEFAULT);
SELECT expect.equal('computed', (SELECT array_agg(label || '=' || volume ORDER BY w) FROM box),
    ARRAY['box 2x3=6', 'box 4x5=20']);
UPDATE box SET d = 10;
SELECT expect.equal('follows', (SELECT sum(volume) FROM box), 260);
SELECT expect.error('not to be written', '428C9', 'INSERT INTO box (w, h, volume) VALUES (1, 1, 5)');
SELECT expect.error('nor updated', '428C9', 'UPDATE box SET volume = 5');
SELECT expect.error('a constraint sees it', '23514', 'UPDATE box SET d = 1000');
SELECT expect.error('only of the own row''s plain columns', '42P17',
    'ALTER TABLE box ADD twice numeric GENERATED ALWAYS AS (volume * 2) STORED');
SELECT expect.error('and immutable functions', '42P17',
    'ALTER TABLE box ADD at timestamptz GENERATED ALWAYS AS (now()) STORED');
CREATE INDEX ON box (volume);
ALTER TABLE box ALTER volume DROP EXPRESSION;
UPDATE box SET volume = 7, d = 3;
SELECT expect.equal('without its expression a plain column', (SELECT array_agg(DISTINCT volume) FROM box),
    ARRAY[7]::numeric[]);
