-- Text is characters, not bytes: length, case, normal forms, escapes.
SELECT expect.equal('characters and bytes', ARRAY[length('Grüße 😀'), octet_length('Grüße 😀')], ARRAY[7, 12]);
SELECT expect.equal('case', upper('grüße') || lower('ÄÖ'), 'GRÜßEäö');
SELECT expect.that('two ways to write é', U&'caf\00E9' <> U&'cafe\0301'
    AND normalize(U&'cafe\0301', NFC) = U&'caf\00E9');
SELECT expect.that('which is normal', U&'caf\00E9' IS NFC NORMALIZED AND NOT U&'cafe\0301' IS NFC NORMALIZED);
SELECT expect.equal('substring, overlay, reverse, translate',
    ARRAY[substring('Grüße' FROM 3 FOR 2), overlay('Grüße' PLACING 'oo' FROM 3 FOR 1), reverse('Grüße'),
    translate('Grüße', 'üß', 'us')],
    ARRAY['üß', 'Grooße', 'eßürG', 'Gruse']);
SELECT expect.equal('padding counts characters', lpad('ü', 3, 'ab') || '|' || rpad('Grüße', 3), 'abü|Grü');
SELECT expect.equal('code points', ARRAY[ascii('€'), ascii('a')], ARRAY[8364, 97]);
SELECT expect.error('bytes that are no text', '22021', $$SELECT convert_from('\xff'::bytea, 'UTF8')$$);
SELECT expect.error('zero is no character', '22021', $$SELECT convert_from('\x00'::bytea, 'UTF8')$$);
SELECT expect.error('not in the other encoding', '22P05', $$SELECT convert_to('€', 'LATIN1')$$);
SELECT expect.equal('other encodings', convert_from('\xe9'::bytea, 'LATIN1'), 'é');
SELECT expect.equal('strings of all kinds',
    concat($tag$it's$tag$, E'\t', U&'\+01F600', e'\x41'), 'it''s' || chr(9) || '😀A');
