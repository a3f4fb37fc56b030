-- XML: well-formedness, XPath with namespaces, XMLTABLE, and rows written as XML.
SELECT expect.error('it must be well formed', '2200M', $$SELECT xmlparse(DOCUMENT '<a><b></a>')$$);
SELECT expect.that('or asked first', xml_is_well_formed('<a/>') AND NOT xml_is_well_formed('<a'));
SELECT expect.equal('XPath', xpath('//b[@n > 1]/text()', '<a><b n="1">x</b><b n="2">y</b></a>')::text[], ARRAY['y']);
SELECT expect.equal('with a namespace', xpath('/s:a/@v', '<a xmlns="urn:shop" v="7"/>',
    ARRAY[ARRAY['s', 'urn:shop']])::text[], ARRAY['7']);

SELECT expect.equal('XMLTABLE makes rows', (SELECT string_agg(format('%s:%s:%s', n, sku, coalesce(price, -1)),
    ' ' ORDER BY n) FROM
    XMLTABLE('/list/item' PASSING '<list><item sku="AB-1"><price>2.50</price></item><item sku="CD-2"/></list>'
             COLUMNS n FOR ORDINALITY, sku text PATH '@sku', price numeric PATH 'price')), '1:AB-1:2.50 2:CD-2:-1');
SELECT expect.equal('rows to XML, escaped', (SELECT xmlelement(NAME p, xmlattributes('a "b"' AS t), 'x < y')::text),
    '<p t="a &quot;b&quot;">x &lt; y</p>');
CREATE TEMP TABLE page AS SELECT xmlelement(NAME shop, xmlagg(xmlelement(NAME c, xmlattributes(id), name)
    ORDER BY id)) AS x FROM categories WHERE id < 100;
SELECT expect.equal('a table there and back',
    (SELECT count(*) FROM page, XMLTABLE('/shop/c' PASSING x COLUMNS id int PATH '@id', name text PATH '.') t
    JOIN categories c USING (id, name)), 20);
