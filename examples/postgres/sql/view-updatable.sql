-- A simple view can be written to; CHECK OPTION keeps rows from leaving it.
SELECT count(*) AS gold FROM gold_customers \gset
UPDATE gold_customers SET country = 'NL' WHERE id = (SELECT min(id) FROM gold_customers);
SELECT expect.equal('the table changed', (SELECT country FROM customers
    WHERE id = (SELECT min(id) FROM gold_customers)), 'NL');
INSERT INTO gold_customers (name, email, country, tier, joined)
    VALUES ('Rich', 'rich@example.org', 'DE', 'gold', current_date);
SELECT expect.equal('one more', (SELECT count(*) FROM gold_customers), :gold + 1);
SELECT expect.error('a row may not leave the view', '44000', $$UPDATE gold_customers SET tier = 'basic'$$);
SELECT expect.error('nor be put outside', '44000',
    $$INSERT INTO gold_customers (name, email, country, tier, joined)
    VALUES ('Poor', 'poor@example.org', 'DE', 'basic', current_date)$$);
SELECT expect.error('a view with aggregates is read only', '55000', 'DELETE FROM order_summary WHERE id = 1');

CREATE VIEW german_gold AS SELECT * FROM gold_customers WHERE country = 'DE' WITH LOCAL CHECK OPTION;
SELECT expect.error('a view on a view checks both', '44000', $$UPDATE german_gold SET tier = 'silver'$$);
SELECT expect.equal('the catalog knows', (SELECT string_agg(check_option || is_updatable, ' ' ORDER BY table_name)
    FROM information_schema.views
    WHERE table_name IN ('gold_customers', 'german_gold', 'order_summary')), 'LOCALYES CASCADEDYES NONENO');
SELECT expect.error('a table under a view stays', '2BP01', 'DROP TABLE customers', 'other objects depend on it');
CREATE OR REPLACE VIEW german_gold AS SELECT *, 1 AS extra FROM gold_customers WHERE country = 'DE';
SELECT expect.error('a view may gain columns, not lose them', '42P16',
    'CREATE OR REPLACE VIEW german_gold AS SELECT id FROM customers');
