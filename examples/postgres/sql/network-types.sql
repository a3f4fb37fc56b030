-- Addresses and networks: containment, parts, order, an index for "which network is it in".
SELECT expect.that('inside, inside or equal',
    inet '10.1.2.3' << cidr '10.1.0.0/16' AND cidr '10.1.0.0/16' <<= cidr '10.1.0.0/16'
    AND NOT cidr '10.1.0.0/16' << cidr '10.1.0.0/16');
SELECT expect.equal('parts', ARRAY[host(inet '10.1.2.3/24'), broadcast(inet '10.1.2.3/24')::text,
    netmask(inet '10.1.2.3/24')::text, network(inet '10.1.2.3/24')::text],
    ARRAY['10.1.2.3', '10.1.2.255/24', '255.255.255.0/32', '10.1.2.0/24']);
SELECT expect.error('a network has no host bits', '22P02', $$SELECT cidr '10.1.2.3/24'$$, 'invalid cidr value');
SELECT expect.equal('arithmetic', ARRAY[(inet '10.0.0.255' + 1)::text, (inet '10.0.1.0' - inet '10.0.0.0')::text],
    ARRAY['10.0.1.0/32', '256']);
SELECT expect.equal('addresses sort as numbers',
    (SELECT array_agg(a ORDER BY a) FROM unnest(ARRAY['10.0.0.10', '10.0.0.9', '::1']::inet[]) a),
    ARRAY['10.0.0.9', '10.0.0.10', '::1']::inet[]);

CREATE TABLE site (net cidr PRIMARY KEY, name text);
INSERT INTO site SELECT set_masklen(inet '10.0.0.0' + i * 256, 24)::cidr, 'site ' || i FROM generate_series(0, 999) i;
INSERT INTO site VALUES ('10.0.0.0/8', 'all');
CREATE INDEX site_net ON site USING gist (net inet_ops);
SELECT expect.equal('the longest prefix wins',
    (SELECT name FROM site WHERE net >> inet '10.0.77.5' ORDER BY masklen(net) DESC LIMIT 1), 'site 77');
SELECT expect.that('by index', expect.plan($$SELECT name FROM site WHERE net >> inet '10.0.77.5'$$) ~ 'site_net');
SELECT expect.equal('hardware addresses', trunc(macaddr '08:00:2b:01:02:03')::text, '08:00:2b:00:00:00');
