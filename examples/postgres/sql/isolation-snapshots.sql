-- Two connections: read committed sees what others commit, repeatable read keeps its snapshot and refuses to overwrite.
SELECT expect.equal('another connection', dblink_connect('other', expect.here()), 'OK');

BEGIN;
SELECT balance AS before FROM accounts WHERE id = 1 \gset
SELECT expect.equal('it writes', dblink_exec('other', 'UPDATE accounts SET balance = balance + 1 WHERE id = 1'),
    'UPDATE 1');
SELECT expect.equal('read committed sees it', (SELECT balance FROM accounts WHERE id = 1), :before + 1);
COMMIT;

BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT balance AS before FROM accounts WHERE id = 1 \gset
SELECT expect.equal('it writes again', dblink_exec('other', 'UPDATE accounts SET balance = balance + 1 WHERE id = 1'),
    'UPDATE 1');
SELECT expect.equal('it adds a row', dblink_exec('other', $$INSERT INTO accounts VALUES (900, 'new', 5)$$),
    'INSERT 0 1');
SELECT expect.equal('repeatable read does not see the change', (SELECT balance FROM accounts WHERE id = 1), :before);
SELECT expect.equal('nor the row', (SELECT count(*) FROM accounts WHERE id = 900), 0);
SELECT expect.error('and does not write over it', '40001', 'UPDATE accounts SET balance = 0 WHERE id = 1',
    'concurrent update');
ROLLBACK;
SELECT expect.equal('afterwards both are seen',
    (SELECT balance FROM accounts WHERE id = 1) + (SELECT balance FROM accounts WHERE id = 900), :before + 1 + 5);

SELECT expect.equal('what the other has not committed nobody reads',
    dblink_exec('other', 'BEGIN; UPDATE accounts SET balance = 7777'), 'UPDATE 51');
SELECT expect.equal('not even read uncommitted', (SELECT count(*) FROM accounts WHERE balance = 7777), 0);
