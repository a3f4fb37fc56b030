-- Rights: per table, per column, by default, passed on, taken away, and given by SECURITY DEFINER.
GRANT USAGE ON SCHEMA expect TO shop_clerk, shop_guest;
GRANT SELECT (id, name, country), UPDATE (country) ON customers TO shop_clerk;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO shop_guest;
CREATE TABLE news (line text);
GRANT INSERT ON news TO shop_clerk WITH GRANT OPTION;
CREATE FUNCTION revenue() RETURNS numeric LANGUAGE sql SECURITY DEFINER SET search_path = public AS
    'SELECT sum(total) FROM orders';
REVOKE ALL ON FUNCTION revenue() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION revenue() TO shop_clerk;

SET ROLE shop_clerk;
SELECT expect.equal('the columns that were given', (SELECT count(*) FROM (SELECT id, name FROM customers) x), 2000);
SELECT expect.error('not the others', '42501', 'SELECT email FROM customers');
SELECT expect.error('not even to choose by', '42501', $$SELECT id FROM customers WHERE tier = 'gold'$$);
UPDATE customers SET country = 'SE' WHERE false;
SELECT expect.error('not their change', '42501', $$UPDATE customers SET name = 'x'$$);
SELECT expect.error('no table at all', '42501', 'SELECT FROM orders');
SELECT expect.that('a function lends its owner''s rights', revenue() > 0);
GRANT INSERT ON news TO shop_guest;
SET ROLE shop_guest;
INSERT INTO news VALUES ('passed on');
SELECT expect.equal('and read by default', (SELECT count(*) FROM news), 1);
SELECT expect.error('not lent to everybody', '42501', 'SELECT revenue()');
RESET ROLE;
REVOKE INSERT ON news FROM shop_clerk CASCADE;
SELECT expect.that('taken from one, gone from both',
    NOT has_table_privilege('shop_clerk', 'news', 'INSERT')
    AND NOT has_table_privilege('shop_guest', 'news', 'INSERT'));
DROP OWNED BY shop_clerk, shop_guest;
SELECT expect.that('DROP OWNED takes all rights',
    NOT has_column_privilege('shop_clerk', 'customers', 'name', 'SELECT'));
