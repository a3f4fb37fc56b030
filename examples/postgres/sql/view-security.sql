-- Whose rights a view uses: its owner's, or the caller's with security_invoker; and a barrier against prying functions.
CREATE VIEW by_owner AS SELECT id, name FROM customers WHERE country = 'SE';
CREATE VIEW by_caller WITH (security_invoker) AS SELECT id, name FROM customers WHERE country = 'SE';
CREATE VIEW behind_barrier WITH (security_barrier) AS SELECT id, name FROM customers WHERE country = 'SE';
GRANT SELECT ON by_owner, by_caller, behind_barrier TO shop_guest;
GRANT CREATE ON SCHEMA public TO shop_guest;
GRANT USAGE ON SCHEMA expect TO shop_guest;
SELECT count(*) AS swedes FROM by_owner \gset

SET ROLE shop_guest;
SELECT expect.equal('the owner may read the table, so the view gives rows', (SELECT count(*) FROM by_owner), :swedes);
SELECT expect.error('the caller may not', '42501', 'SELECT * FROM by_caller', 'customers');
CREATE FUNCTION pry(id int, name text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS $$
BEGIN
    PERFORM set_config('pry.seen', (coalesce(nullif(current_setting('pry.seen', true), ''), '0')::int + 1)::text,
    false);
    RETURN true;
END $$;
SELECT count(*) AS n FROM by_owner WHERE pry(id, name) \gset
SELECT current_setting('pry.seen')::int AS seen \gset
SELECT expect.equal('a cheap function runs first and sees every row', :seen, 2000);
SELECT set_config('pry.seen', '0', false) AS reset \gset
SELECT count(*) AS n FROM behind_barrier WHERE pry(id, name) \gset
SELECT expect.equal('behind a barrier it sees only what the view shows', current_setting('pry.seen')::bigint, :swedes);
