-- A shop: people, goods, orders, money, and what happened.
CREATE TYPE order_status AS ENUM ('open', 'paid', 'shipped', 'returned', 'cancelled');
CREATE DOMAIN email_address AS text CHECK (VALUE ~ '^[^@ ]+@[^@ ]+\.[a-z]+$');
CREATE DOMAIN amount AS numeric(12, 2) CHECK (VALUE >= 0);

CREATE TABLE customers (
    id      int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name    text NOT NULL,
    email   email_address NOT NULL CONSTRAINT customers_email_key UNIQUE,
    country char(2) NOT NULL,
    tier    text NOT NULL DEFAULT 'basic' CONSTRAINT customers_tier_check CHECK (tier IN ('basic', 'silver', 'gold')),
    joined  date NOT NULL,
    address jsonb,
    active  boolean NOT NULL DEFAULT true
);

CREATE TABLE categories (
    id     int PRIMARY KEY,
    parent int REFERENCES categories,
    name   text NOT NULL,
    UNIQUE NULLS NOT DISTINCT (parent, name)
);

CREATE TABLE products (
    id         int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sku        text NOT NULL UNIQUE CHECK (sku ~ '^[A-Z]{2}-\d{4}$'),
    name       text NOT NULL,
    category   int NOT NULL REFERENCES categories,
    price      amount NOT NULL,
    cost       amount NOT NULL,
    stock      int NOT NULL CONSTRAINT products_stock_check CHECK (stock >= 0),
    tags       text[] NOT NULL DEFAULT '{}',
    attributes jsonb NOT NULL DEFAULT '{}'
);

CREATE TABLE price_history (
    product int NOT NULL REFERENCES products ON DELETE CASCADE,
    price   amount NOT NULL,
    valid   daterange NOT NULL,
    CONSTRAINT price_history_one_at_a_time EXCLUDE USING gist (product WITH =, valid WITH &&)
);

CREATE TABLE orders (
    id       int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer int NOT NULL CONSTRAINT orders_customer_fkey REFERENCES customers,
    status   order_status NOT NULL DEFAULT 'open',
    placed   timestamptz NOT NULL,
    shipped  timestamptz,
    total    amount NOT NULL DEFAULT 0,
    CONSTRAINT orders_shipped_after_placed CHECK (shipped >= placed)
);

CREATE TABLE order_items (
    order_id   int NOT NULL REFERENCES orders ON DELETE CASCADE,
    line       smallint NOT NULL,
    product    int NOT NULL REFERENCES products,
    quantity   int NOT NULL CHECK (quantity > 0),
    unit_price amount NOT NULL,
    total      numeric GENERATED ALWAYS AS (quantity * unit_price) STORED,
    PRIMARY KEY (order_id, line)
);

CREATE TABLE payments (
    id       int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id int NOT NULL REFERENCES orders,
    method   text NOT NULL,
    paid     timestamptz NOT NULL,
    value    amount NOT NULL
);

CREATE TABLE events (
    id       int NOT NULL,
    at       timestamptz NOT NULL,
    customer int NOT NULL,
    kind     text NOT NULL,
    payload  jsonb NOT NULL
) PARTITION BY RANGE (at);
CREATE TABLE events_other PARTITION OF events DEFAULT;
SELECT format('CREATE TABLE events_2024_%s PARTITION OF events FOR VALUES FROM (%L) TO (%L)', to_char(month, 'MM'), month,
              month + interval '1 month')
FROM generate_series(timestamptz '2024-01-01', '2024-12-01', '1 month') month \gexec

CREATE TABLE documents (
    id     int PRIMARY KEY,
    title  text NOT NULL,
    body   text NOT NULL,
    search tsvector GENERATED ALWAYS AS
        (setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', body), 'B')) STORED
);

CREATE TABLE employees (
    id         int PRIMARY KEY,
    manager    int REFERENCES employees,
    name       text NOT NULL,
    department text NOT NULL,
    salary     int NOT NULL
);

CREATE TABLE accounts (
    id      int PRIMARY KEY,
    owner   text NOT NULL,
    balance numeric(12, 2) NOT NULL CONSTRAINT accounts_not_overdrawn CHECK (balance >= 0)
);

CREATE TABLE readings (
    sensor int NOT NULL,
    at     timestamptz NOT NULL,
    value  double precision NOT NULL,
    PRIMARY KEY (sensor, at)
);

CREATE TABLE bookings (
    room   int NOT NULL,
    during tstzrange NOT NULL,
    guest  text NOT NULL,
    CONSTRAINT bookings_no_overlap EXCLUDE USING gist (room WITH =, during WITH &&)
);

CREATE TABLE jobs (
    id    int PRIMARY KEY,
    state text NOT NULL DEFAULT 'waiting',
    input jsonb NOT NULL
);

CREATE TABLE audit_log (
    id         int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    table_name text NOT NULL,
    action     text NOT NULL,
    before     jsonb,
    after      jsonb
);
