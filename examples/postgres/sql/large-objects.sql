-- Large objects: files in the database, read and written in parts, inside transactions.
SELECT lo_from_bytea(0, '\x00010203') AS file \gset
SELECT expect.equal('written', lo_get(:file), '\x00010203'::bytea);
BEGIN;
SELECT lo_open(:file, x'60000'::int) AS fd \gset
SELECT expect.equal('to the end', lo_lseek64(:fd, 0, 2), 4);
SELECT expect.equal('appended', lowrite(:fd, '\xaabb'), 2);
SELECT expect.equal('somewhere', lo_lseek(:fd, 1, 0) + lo_tell(:fd), 2);
SELECT expect.equal('read on', loread(:fd, 3), '\x010203'::bytea);
COMMIT;
SELECT expect.error('a descriptor ends with its transaction', '42704', format('SELECT loread(%s, 1)', :fd));
DO $$ BEGIN PERFORM lo_put((SELECT max(oid) FROM pg_largeobject_metadata), 2000000, '\x01'); END $$;
SELECT expect.equal('holes are zeroes and take no room', (SELECT count(*) FROM pg_largeobject WHERE loid = :file), 2);
SELECT expect.equal('a part of it', lo_get(:file, 1999999, 2), '\x0001'::bytea);
BEGIN;
SELECT expect.equal('cut', lo_truncate(lo_open(:file, x'20000'::int), 2), 0);
ROLLBACK;
SELECT expect.equal('rolled back like rows', length(lo_get(:file)), 2000001);
SELECT expect.equal('gone', lo_unlink(:file), 1);
SELECT expect.error('really', '42704', format('SELECT lo_get(%s)', :file), 'does not exist');
