-- An exported snapshot: a second connection reads the very same state, as pg_dump's workers do.
SELECT expect.equal('another connection', dblink_connect('other', expect.here()), 'OK');
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT pg_export_snapshot() AS snapshot \gset
SELECT expect.equal('somebody writes meanwhile', dblink_exec('other', 'DELETE FROM payments WHERE id <= 100'),
    'DELETE 100');
SELECT expect.equal('the other begins from our snapshot', dblink_exec('other', format(
    'BEGIN ISOLATION LEVEL REPEATABLE READ; SET TRANSACTION SNAPSHOT %L', :'snapshot')), 'SET');
SELECT expect.equal('it counts what we count',
    (SELECT n FROM dblink('other', 'SELECT count(*) FROM payments') AS t(n bigint)),
    (SELECT count(*) FROM payments));
SELECT expect.equal('though it deleted them itself',
    (SELECT n FROM dblink('other', 'SELECT count(*) FROM payments WHERE id <= 100') AS t(n bigint)), 100);
SELECT expect.equal('its transaction ends', dblink_exec('other', 'COMMIT'), 'COMMIT');
SELECT expect.equal('and sees the present', (SELECT n FROM dblink('other',
    'SELECT count(*) FROM payments WHERE id <= 100') AS t(n bigint)), 0);
COMMIT;
SELECT expect.error('the snapshot ended with its owner', '22023', format('SELECT dblink_exec(''other'', %L)', format(
    'BEGIN ISOLATION LEVEL REPEATABLE READ; SET TRANSACTION SNAPSHOT %L', :'snapshot')));
