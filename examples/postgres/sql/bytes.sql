-- Bytes: encodings, hashes, single bytes and bits.
SELECT expect.equal('hex and back', encode('\x00ff10'::bytea, 'hex'), '00ff10');
SELECT expect.equal('base64 and back', decode(encode('shop'::bytea, 'base64'), 'base64'), 'shop'::bytea);
SELECT expect.equal('escape', encode('\x5c00'::bytea, 'escape'), '\\\000');
SELECT expect.equal('SHA-256 of "abc", as FIPS 180 gives it', encode(sha256('abc'), 'hex'),
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
SELECT expect.equal('MD5 of nothing, as RFC 1321 gives it', md5(''), 'd41d8cd98f00b204e9800998ecf8427e');
SELECT expect.equal('a byte changed', set_byte('\x010203', 1, 255), '\x01ff03'::bytea);
SELECT expect.equal('bits', ARRAY[get_bit('\x80'::bytea, 7), get_bit('\x80'::bytea, 0),
    bit_count('\x0f0f'::bytea)::int], ARRAY[1, 0, 8]);
SELECT expect.error('beyond the end', '2202E', $$SELECT get_byte('\x01'::bytea, 1)$$);
SELECT expect.error('half a byte', '22023', $$SELECT '\x1'::bytea$$, 'odd number');
SELECT expect.equal('bit strings', (B'1100' & B'1010') || (B'1100' # B'1010') || ~B'1100' || (B'0011' << 2),
    B'1000011000111100');
SELECT expect.equal('numbers to bits', (42::bit(8))::text || (B'00101010'::int)::text, '0010101042');
