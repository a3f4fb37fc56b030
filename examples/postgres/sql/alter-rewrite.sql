-- Which ALTER TABLE writes every row again, and which only the catalog.
CREATE FUNCTION rewritten(change text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    before oid := pg_relation_filenode('customers');
BEGIN
    EXECUTE 'ALTER TABLE customers ' || change;
    RETURN before <> pg_relation_filenode('customers');
END $$;
DROP VIEW order_summary, gold_customers;
DROP MATERIALIZED VIEW monthly_sales;

SELECT expect.that('a new column with a constant default: no', NOT rewritten('ADD points int DEFAULT 7'));
SELECT expect.equal('and yet every row has it', (SELECT sum(points) FROM customers), 14000);
SELECT expect.that('with a volatile default: yes', rewritten('ADD token uuid DEFAULT gen_random_uuid()'));
SELECT expect.equal('each row its own', (SELECT count(DISTINCT token) FROM customers), 2000);
SELECT expect.that('dropping a column: no', NOT rewritten('DROP points'));
SELECT expect.that('text to a limited length: yes, it is checked', rewritten('ALTER tier TYPE varchar(6)'));
SELECT expect.that('a wider one, and text again: no',
    NOT rewritten('ALTER tier TYPE varchar(60)') AND NOT rewritten('ALTER tier TYPE text'));
SELECT expect.error('if it fits', '22001', 'ALTER TABLE customers ALTER tier TYPE varchar(3)');
SELECT expect.that('another type: yes, by an expression',
    rewritten('ALTER joined TYPE int USING extract(year FROM joined)::int'));
SELECT expect.equal('as computed', (SELECT array[min(joined), max(joined)] FROM customers), ARRAY[2020, 2023]);
SELECT expect.error('without USING there is no way', '42804', 'ALTER TABLE customers ALTER active TYPE date');
SELECT expect.that('NOT NULL only looks', NOT rewritten('ALTER token SET NOT NULL'));
