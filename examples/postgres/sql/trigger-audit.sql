-- A row trigger keeps before and after of each change, and is undone with it.
UPDATE customers SET tier = 'gold' WHERE id = 1 AND tier <> 'gold' OR id = 2;
DELETE FROM customers WHERE id = 1900;
INSERT INTO customers (name, email, country, joined) VALUES ('Zoe Zorn', 'zoe@example.org', 'DE', '2024-05-01');

SELECT expect.equal('one record a row', (SELECT string_agg(action, ' ' ORDER BY id) FROM audit_log),
    'UPDATE UPDATE DELETE INSERT');
SELECT expect.equal('what changed', (SELECT string_agg(DISTINCT key, ',') FROM audit_log,
    jsonb_each(after) AS n(key, value)
    WHERE action = 'UPDATE' AND before -> key IS DISTINCT FROM value), 'tier');
SELECT expect.that('no after of a DELETE, no before of an INSERT', (SELECT bool_and(CASE action
    WHEN 'DELETE' THEN after IS NULL AND before ->> 'id' = '1900' WHEN 'INSERT' THEN before IS NULL
    AND after ->> 'name' = 'Zoe Zorn'
    ELSE true END) FROM audit_log));
BEGIN;
UPDATE customers SET active = false;
SELECT expect.equal('2000 more', (SELECT count(*) FROM audit_log), 2004);
ROLLBACK;
SELECT expect.equal('gone with the change', (SELECT count(*) FROM audit_log), 4);
ALTER TABLE customers DISABLE TRIGGER customers_audit;
UPDATE customers SET active = false WHERE id = 3;
SELECT expect.equal('switched off it writes nothing', (SELECT count(*) FROM audit_log), 4);
