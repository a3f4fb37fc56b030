-- Sequences: steps, cycles, gaps that a rollback leaves, currval of one's own session.
CREATE SEQUENCE odd INCREMENT 2 MINVALUE 1 MAXVALUE 5;
CREATE SEQUENCE ring AS smallint MAXVALUE 3 CYCLE;
SELECT expect.error('no currval before the first nextval', '55000', $$SELECT currval('odd')$$, 'not yet defined');
SELECT expect.equal('steps', (SELECT array_agg(nextval('odd')) FROM generate_series(1, 3)), ARRAY[1, 3, 5]::bigint[]);
SELECT expect.error('the end', '2200H', $$SELECT nextval('odd')$$);
SELECT expect.equal('round and round', (SELECT array_agg(nextval('ring')) FROM generate_series(1, 5)),
    ARRAY[1, 2, 3, 1, 2]::bigint[]);
SELECT expect.equal('setval, called or not',
    ARRAY[setval('odd', 1), nextval('odd'), setval('odd', 1, false), nextval('odd')], ARRAY[1, 3, 1, 1]::bigint[]);

BEGIN;
INSERT INTO customers (name, email, country, joined) VALUES ('Ghost', 'ghost@example.org', 'DE', current_date);
ROLLBACK;
INSERT INTO customers (name, email, country, joined) VALUES ('Real', 'real@example.org', 'DE', current_date);
SELECT expect.equal('a rollback leaves a gap', (SELECT id FROM customers WHERE name = 'Real'), 2002);
SELECT expect.equal('currval is of the column; lastval of whatever came last, here a trigger''s log',
    ARRAY[currval('customers_id_seq'), lastval()], ARRAY[2002, currval('audit_log_id_seq')]);
SELECT expect.equal('the sequence behind the column', pg_get_serial_sequence('customers', 'id'),
    'public.customers_id_seq');
CREATE TABLE owner_of (id int DEFAULT nextval('ring'));
ALTER SEQUENCE ring OWNED BY owner_of.id;
DROP TABLE owner_of;
SELECT expect.that('an owned sequence goes with its table',
    to_regclass('ring') IS NULL AND to_regclass('odd') IS NOT NULL);
