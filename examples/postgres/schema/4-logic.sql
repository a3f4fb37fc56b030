-- Indexes, views, functions, triggers and rights of roles. They come after the data, as in a load.
CREATE INDEX orders_customer ON orders (customer, placed DESC);
CREATE INDEX orders_open ON orders (placed) WHERE status = 'open';
CREATE INDEX customers_name_lower ON customers (lower(name));
CREATE INDEX order_items_product ON order_items (product) INCLUDE (quantity);
CREATE INDEX products_tags ON products USING gin (tags);
CREATE INDEX events_at ON events (at);
CREATE INDEX events_payload ON events USING gin (payload jsonb_path_ops);
CREATE INDEX documents_search ON documents USING gin (search);

CREATE VIEW order_summary AS
SELECT o.id, c.name AS customer, c.country, o.status, o.placed, count(i.line) AS lines, coalesce(sum(i.total), 0) AS total
FROM orders o JOIN customers c ON c.id = o.customer LEFT JOIN order_items i ON i.order_id = o.id
GROUP BY o.id, c.id;

CREATE VIEW gold_customers AS
SELECT id, name, email, country, tier, joined FROM customers WHERE tier = 'gold' WITH CHECK OPTION;

CREATE MATERIALIZED VIEW monthly_sales AS
SELECT date_trunc('month', placed AT TIME ZONE 'UTC')::date AS month, country, count(*) AS orders, sum(total) AS revenue
FROM orders o JOIN customers c ON c.id = o.customer
WHERE status <> 'cancelled'
GROUP BY 1, 2;
CREATE UNIQUE INDEX monthly_sales_key ON monthly_sales (month, country);

CREATE FUNCTION slug(title text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
$$ SELECT trim(BOTH '-' FROM regexp_replace(lower(title), '[^a-z0-9]+', '-', 'g')) $$;

-- Orders' totals follow their items: once a statement, over all rows that it changed.
CREATE FUNCTION follow_items() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE orders SET total = coalesce((SELECT sum(i.total) FROM order_items i WHERE i.order_id = orders.id), 0)
    WHERE id IN (SELECT order_id FROM changed);
    RETURN NULL;
END $$;
CREATE TRIGGER items_inserted AFTER INSERT ON order_items REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION follow_items();
CREATE TRIGGER items_updated AFTER UPDATE ON order_items REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION follow_items();
CREATE TRIGGER items_deleted AFTER DELETE ON order_items REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION follow_items();

-- Each change of a customer is recorded.
CREATE FUNCTION record_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_log (table_name, action, before, after)
    VALUES (TG_TABLE_NAME, TG_OP, CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,
            CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END);
    RETURN NULL;
END $$;
CREATE TRIGGER customers_audit AFTER INSERT OR UPDATE OR DELETE ON customers
    FOR EACH ROW EXECUTE FUNCTION record_change();

-- Takes [{"product": n, "quantity": n}, ...] from stock and answers the new order's number.
CREATE FUNCTION place_order(buyer int, wanted jsonb) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    placed_order int;
BEGIN
    INSERT INTO orders (customer, placed) VALUES (buyer, now()) RETURNING id INTO placed_order;
    UPDATE products p SET stock = stock - w.quantity
    FROM jsonb_to_recordset(wanted) AS w(product int, quantity int) WHERE p.id = w.product;
    INSERT INTO order_items (order_id, line, product, quantity, unit_price)
    SELECT placed_order, row_number() OVER (), p.id, w.quantity, p.price
    FROM jsonb_to_recordset(wanted) AS w(product int, quantity int) JOIN products p ON p.id = w.product;
    RETURN placed_order;
EXCEPTION WHEN check_violation THEN
    RAISE EXCEPTION 'not enough in stock' USING ERRCODE = 'SH001', HINT = 'order less';
END $$;

CREATE PROCEDURE transfer(payer int, payee int, value numeric) LANGUAGE plpgsql AS $$
BEGIN
    IF value <= 0 THEN
        RAISE EXCEPTION 'a transfer needs a positive value' USING ERRCODE = 'SH002';
    END IF;
    UPDATE accounts SET balance = balance - value WHERE id = payer;
    UPDATE accounts SET balance = balance + value WHERE id = payee;
END $$;

VACUUM ANALYZE;
