-- Cursors: forth and back, WHERE CURRENT OF, and one that outlives its transaction.
BEGIN;
DECLARE c SCROLL CURSOR FOR SELECT id FROM jobs ORDER BY id;
FETCH 3 FROM c \g /dev/null
FETCH ABSOLUTE -1 FROM c \gset last_
FETCH PRIOR FROM c \gset prior_
FETCH FIRST FROM c \gset first_
FETCH RELATIVE 4 FROM c \gset fifth_
SELECT expect.equal('last, the one before, first, fifth', ARRAY[:last_id, :prior_id, :first_id, :fifth_id],
    ARRAY[40, 39, 1, 5]);
MOVE FORWARD ALL IN c;
FETCH BACKWARD 1 FROM c \gset end_
SELECT expect.equal('from beyond the end back to the last', :end_id, 40);
CLOSE c;

DECLARE w CURSOR FOR SELECT id FROM jobs ORDER BY id FOR UPDATE;
MOVE 6 IN w;
UPDATE jobs SET state = 'current' WHERE CURRENT OF w;
FETCH NEXT FROM w \gset next_
DELETE FROM jobs WHERE CURRENT OF w;
SELECT expect.equal('the row under the cursor', (SELECT array_agg(id) FROM jobs WHERE state = 'current'), ARRAY[6]);
DECLARE held CURSOR WITH HOLD FOR SELECT count(*) AS n FROM jobs;
COMMIT;
SELECT expect.equal('the seventh is gone', (SELECT count(*) FROM jobs WHERE id = 7), 0);
DELETE FROM jobs;
FETCH held \gset held_
SELECT expect.equal('a held cursor keeps what it saw', :held_n, 39);
SELECT expect.equal('and is listed', (SELECT name FROM pg_cursors WHERE is_holdable), 'held');
CLOSE held;
SELECT expect.error('closed is closed', '34000', 'FETCH held');
