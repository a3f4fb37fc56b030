-- A queue in a table: SKIP LOCKED gives each connection a job of its own, NOWAIT fails at once, a timeout later.
SELECT expect.equal('another connection', dblink_connect('other', expect.here()), 'OK');
SELECT expect.equal('it takes a job and keeps the transaction open', (SELECT id FROM dblink('other', $$
    BEGIN; UPDATE jobs SET state = 'running' WHERE id = (
        SELECT id FROM jobs WHERE state = 'waiting' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING id$$) AS t(id int)), 1);

BEGIN;
SELECT expect.equal('we get the next one', (SELECT id FROM (
    SELECT id FROM jobs WHERE state = 'waiting' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) x), 2);
SELECT expect.error('NOWAIT on theirs', '55P03', 'SELECT FROM jobs WHERE id = 1 FOR UPDATE NOWAIT');
SELECT expect.error('so does a lock timeout', '55P03',
    $$SET LOCAL lock_timeout = '10ms'; UPDATE jobs SET state = 'x' WHERE id = 1$$, 'lock timeout');
SELECT expect.error('FOR SHARE conflicts with their update too', '55P03',
    'SELECT FROM jobs WHERE id = 1 FOR SHARE NOWAIT');
SELECT expect.equal('reading waits for nobody', (SELECT state FROM jobs WHERE id = 1), 'waiting');
COMMIT;
SELECT expect.equal('they end', dblink_exec('other', 'COMMIT'), 'COMMIT');
SELECT expect.equal('now it is seen', (SELECT state FROM jobs WHERE id = 1), 'running');
