-- PREPARE TRANSACTION: a transaction outlives its connection and is committed by another one.
SELECT 'transfer of ' || current_database() AS gid \gset
BEGIN;
UPDATE accounts SET balance = balance - 100 WHERE id = 1;
UPDATE accounts SET balance = balance + 100 WHERE id = 2;
PREPARE TRANSACTION :'gid';

SELECT expect.equal('nothing is seen yet', (SELECT array_agg(balance::int ORDER BY id) FROM accounts WHERE id <= 2),
    ARRAY[1000, 1000]);
SELECT expect.equal('the server keeps it', (SELECT count(*) FROM pg_prepared_xacts WHERE gid = :'gid'
    AND database = current_database()), 1);
SELECT expect.error('its rows stay locked', '55P03', 'SELECT FROM accounts WHERE id = 1 FOR UPDATE NOWAIT');
\connect
COMMIT PREPARED :'gid';
SELECT expect.equal('another connection committed it',
    (SELECT array_agg(balance::int ORDER BY id) FROM accounts WHERE id <= 2), ARRAY[900, 1100]);

BEGIN;
DELETE FROM payments;
PREPARE TRANSACTION :'gid';
ROLLBACK PREPARED :'gid';
SELECT expect.that('or rolled it back', (SELECT count(*) > 4000 FROM payments));
