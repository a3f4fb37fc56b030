-- GIN on jsonb: the small class answers containment and paths, the default class keys too.
SELECT expect.that('containment uses jsonb_path_ops',
    expect.plan($$SELECT * FROM events_2024_05 WHERE payload @> '{"product": 17}'$$)
    ~ 'Bitmap Index Scan on events_2024_05_payload_idx');
SELECT expect.that('so does a path', expect.plan($$SELECT * FROM events_2024_05
    WHERE payload @? '$.product ? (@ == 17)'$$) ~ 'Bitmap Index Scan');
SELECT expect.that('a key does not', expect.plan($$SELECT * FROM events_2024_05 WHERE payload ? 'device'$$)
    ~ 'Seq Scan');
SELECT expect.that('nor does an arrow', expect.plan($$SELECT * FROM events_2024_05 WHERE payload ->> 'product' = '17'$$)
    ~ 'Seq Scan');

CREATE INDEX everything ON products USING gin (attributes);
CREATE INDEX colour ON products ((attributes ->> 'colour'));
SET enable_seqscan = off;
SELECT expect.that('the default class answers keys',
    expect.plan($$SELECT * FROM products WHERE attributes ? 'colour'$$) ~ 'everything');
SELECT expect.that('an expression answers its arrow',
    expect.plan($$SELECT * FROM products WHERE attributes ->> 'colour' = 'red'$$) ~ 'colour');
SELECT expect.equal('and all give the same rows',
    (SELECT count(*) FROM products WHERE attributes @> '{"colour": "red"}'),
    (SELECT count(*) FROM products WHERE attributes ->> 'colour' = 'red'));
