-- The rows: generated, and the same every time.

-- A number from 0 to choices - 1 for this row; another salt gives another column. The hash is PostgreSQL's own for hash
-- partitions, which never changes.
CREATE FUNCTION pick(n bigint, salt int, choices int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT ((hashint8extended(n, salt) & 9223372036854775807) % choices)::int $$;
CREATE FUNCTION choose(n bigint, salt int, words text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT words[1 + pick(n, salt, cardinality(words))] $$;

INSERT INTO customers (name, email, country, tier, joined, address, active)
SELECT first || ' ' || last, lower(first || '.' || last || i || '@' || choose(i, 3, '{example,mail,post}') || '.org'),
       choose(i, 4, '{DE,DE,DE,FR,FR,IT,ES,NL,PL,SE}'), choose(i, 5, '{basic,basic,basic,basic,silver,silver,gold}'),
       date '2020-01-01' + pick(i, 6, 1400),
       CASE WHEN i % 10 <> 0 THEN
           jsonb_build_object('street', choose(i, 7, '{Mill Lane,High Street,Station Road,Park Row}'), 'number',
                              1 + pick(i, 8, 120), 'city', choose(i, 9, '{Aachen,Lyon,Turin,Sevilla,Utrecht,Gdansk,Malmo}'))
       END,
       pick(i, 10, 20) > 0
FROM generate_series(1, 2000) i,
     LATERAL (SELECT choose(i, 1, '{Ada,Bela,Cleo,Dora,Emil,Finn,Gala,Hugo,Ines,Jona,Kurt,Lena}') first,
                     choose(i, 2, '{Abel,Braun,Costa,Duval,Engel,Ferri,Gomez,Haas,Ivanov,Janssen,Klein,Lund}') last) names;

-- Four roots with four children each, which have three each: 68.
INSERT INTO categories
SELECT root, NULL, (ARRAY['Books', 'Garden', 'Kitchen', 'Music'])[root] FROM generate_series(1, 4) root;
INSERT INTO categories
SELECT root * 10 + child, root, format('%s %s', (SELECT name FROM categories WHERE id = root), chr(64 + child))
FROM generate_series(1, 4) root, generate_series(1, 4) child;
INSERT INTO categories
SELECT c.id * 10 + leaf, c.id, format('%s%s', c.name, leaf) FROM categories c, generate_series(1, 3) leaf
WHERE c.parent IS NOT NULL;

INSERT INTO products (sku, name, category, price, cost, stock, tags, attributes)
SELECT format('%s-%s', chr(65 + i % 26) || chr(65 + i / 26 % 26), lpad(i::text, 4, '0')),
       choose(i, 21, '{Small,Large,Plain,Fine,Old,New}') || ' ' || choose(i, 22, '{lamp,bowl,spade,flute,novel,clock,chair,atlas}')
           || ' ' || i,
       (1 + i % 4) * 100 + (1 + pick(i, 23, 4)) * 10 + 1 + pick(i, 24, 3), price, round(price * (40 + pick(i, 26, 40)) / 100, 2),
       pick(i, 27, 200),
       (SELECT array_agg(DISTINCT choose(i, 30 + t, '{gift,sale,heavy,eco,import,fragile}'))
        FROM generate_series(1, 1 + pick(i, 28, 3)) t),
       jsonb_build_object('colour', choose(i, 40, '{red,green,blue,black,white}'), 'weight', 50 + pick(i, 41, 5000), 'size',
                          jsonb_build_object('w', 1 + pick(i, 42, 90), 'h', 1 + pick(i, 43, 90)))
FROM generate_series(1, 1000) i, LATERAL (SELECT (100 + pick(i, 25, 19900))::numeric / 100 price) p;

INSERT INTO price_history
SELECT id, round(price * (90 + 5 * year) / 100, 2),
       daterange(make_date(2020 + year, 1, 1), CASE WHEN year < 2 THEN make_date(2021 + year, 1, 1) END)
FROM products, generate_series(0, 2) year;

INSERT INTO orders (customer, status, placed, shipped)
SELECT 1 + pick(i, 51, 1800), status, placed,
       CASE WHEN status IN ('shipped', 'returned') THEN placed + make_interval(hours => 4 + pick(i, 53, 200)) END
FROM generate_series(1, 6000) i,
     LATERAL (SELECT choose(i, 52, '{open,paid,paid,shipped,shipped,shipped,shipped,shipped,returned,cancelled}')::order_status status,
                     timestamptz '2024-01-01 00:00 UTC' + i * interval '87 minutes' + pick(i, 54, 80) * interval '1 minute' placed) o;

INSERT INTO order_items (order_id, line, product, quantity, unit_price)
SELECT o.id, line, p.id, 1 + pick(o.id, 70 + line, 5), p.price
FROM orders o, generate_series(1, 1 + pick(o.id, 60, 4)) line, products p
WHERE p.id = 1 + pick(o.id, 60 + line, 1000);
UPDATE orders SET total = items.total
FROM (SELECT order_id, sum(total) total FROM order_items GROUP BY order_id) items WHERE items.order_id = orders.id;

INSERT INTO payments (order_id, method, paid, value)
SELECT id, choose(id, 80, '{card,card,card,transfer,voucher}'), placed + make_interval(mins => pick(id, 81, 3000)), total
FROM orders WHERE status IN ('paid', 'shipped', 'returned');

INSERT INTO events
SELECT i, timestamptz '2024-01-01 00:00 UTC' + i * interval '29 minutes', 1 + pick(i, 91, 2000), kind,
       CASE kind
           WHEN 'search' THEN jsonb_build_object('words', jsonb_build_array(choose(i, 93, '{lamp,bowl,spade}'),
                                                                            choose(i, 94, '{red,blue,old}')))
           WHEN 'view' THEN jsonb_build_object('product', 1 + pick(i, 95, 1000), 'seconds', pick(i, 96, 300))
           ELSE jsonb_build_object('device', choose(i, 97, '{phone,desk,tablet}'))
       END
FROM generate_series(1, 18500) i, LATERAL (SELECT choose(i, 92, '{login,logout,view,view,view,search}') kind) k;

INSERT INTO documents
SELECT i, initcap(choose(i, 101, nouns) || ' and ' || choose(i, 102, nouns)),
       (SELECT string_agg(choose(i * 100 + w, 103, nouns) || ' ' || choose(i * 100 + w, 104, verbs), ' ' ORDER BY w)
        FROM generate_series(1, 20 + pick(i, 105, 20)) w)
FROM generate_series(1, 500) i,
     (SELECT '{river,bridge,engine,garden,database,index,pigeon,harbour,winter,library,kettle,violin,mountain,letter,clock}'::text[]
          nouns, '{runs,breaks,sings,waits,grows,turns,answers,falls,burns,returns}'::text[] verbs) vocabulary;

-- One chief; everybody's manager has a third of the number.
INSERT INTO employees
SELECT i, nullif(i / 3, 0), 'Employee ' || i, choose(i, 111, '{sales,stock,office,board}'), 2000 + pick(i, 112, 40) * 100
FROM generate_series(1, 300) i;

INSERT INTO accounts SELECT i, 'owner ' || i, 1000 FROM generate_series(1, 50) i;

-- A value each ten minutes for a week; each sensor is silent for some hours of each day.
INSERT INTO readings
SELECT sensor, at, 20 + sensor + round((5 * sin(extract(epoch FROM at) / 13750))::numeric, 3)::double precision
FROM generate_series(1, 3) sensor, generate_series(timestamptz '2024-03-01 UTC', '2024-03-07 23:50 UTC', '10 minutes') at
WHERE extract(hour FROM at) NOT IN (sensor, sensor + 1);

INSERT INTO bookings
SELECT room, tstzrange(day, day + make_interval(days => 1 + pick(room * 1000 + n, 121, 3))), 'guest ' || room || '/' || n
FROM generate_series(101, 110) room, generate_series(0, 19) n,
     LATERAL (SELECT timestamptz '2024-06-01 15:00 UTC' + make_interval(days => n * 4) AS day) d;

INSERT INTO jobs SELECT i, 'waiting', jsonb_build_object('n', i) FROM generate_series(1, 40) i;
