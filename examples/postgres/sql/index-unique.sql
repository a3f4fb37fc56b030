-- Unique, but only among some rows, over an expression, or with NULLs as equals.
CREATE TABLE account (id int GENERATED ALWAYS AS IDENTITY, name text, phone text, closed boolean DEFAULT false);
CREATE UNIQUE INDEX account_name ON account (lower(name)) WHERE NOT closed;
CREATE UNIQUE INDEX account_phone ON account (phone);

INSERT INTO account (name) VALUES ('Ann');
SELECT expect.error('without regard to case', '23505', $$INSERT INTO account (name) VALUES ('ANN')$$, 'account_name');
UPDATE account SET closed = true;
INSERT INTO account (name) VALUES ('ANN');
SELECT expect.equal('closed ones do not count', (SELECT count(*) FROM account), 2);
SELECT expect.error('until one is opened again', '23505', 'UPDATE account SET closed = false');
SELECT expect.equal('two NULL phones are no clash', (SELECT count(*) FROM account WHERE phone IS NULL), 2);
SELECT expect.error('unless told so', '23505', 'CREATE UNIQUE INDEX ON account (phone) NULLS NOT DISTINCT');
INSERT INTO account (name) VALUES ('ann') ON CONFLICT (lower(name)) WHERE NOT closed DO UPDATE SET phone = '555';
SELECT expect.equal('ON CONFLICT finds the partial index', (SELECT array_agg(id) FROM account WHERE phone = '555'),
    ARRAY[3]);

ALTER TABLE account ADD CONSTRAINT by_phone UNIQUE USING INDEX account_phone;
SELECT expect.that('an index becomes a constraint and takes its name',
    EXISTS (SELECT FROM pg_constraint WHERE conname = 'by_phone') AND to_regclass('account_phone') IS NULL);
SELECT expect.error('which then cannot be dropped alone', '2BP01', 'DROP INDEX by_phone');
