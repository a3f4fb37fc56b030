-- A procedure that commits batch by batch: an error loses the last batch, not the ones before.
CREATE PROCEDURE work_off(size int, INOUT batches int DEFAULT 0) LANGUAGE plpgsql AS $$
BEGIN
    LOOP
        UPDATE jobs SET state = 'done' WHERE id IN (SELECT id FROM jobs WHERE state = 'waiting' ORDER BY id LIMIT size);
        EXIT WHEN NOT FOUND;
        IF EXISTS (SELECT FROM jobs WHERE state = 'done' AND input ? 'poison') THEN
            RAISE EXCEPTION 'poison' USING ERRCODE = 'SH004';
        END IF;
        batches := batches + 1;
        COMMIT;
    END LOOP;
END $$;

UPDATE jobs SET input = '{"poison": true}' WHERE id = 25;
\set ON_ERROR_STOP off
CALL work_off(10);
\set ON_ERROR_STOP on
SELECT expect.equal('the third batch failed', :'LAST_ERROR_SQLSTATE', 'SH004');
SELECT expect.equal('two batches are kept', (SELECT count(*) FROM jobs WHERE state = 'done'), 20);
UPDATE jobs SET input = '{}' WHERE id = 25;
CALL work_off(7) \gset
SELECT expect.equal('the rest takes three', :batches, 3);
SELECT expect.equal('all done', (SELECT count(*) FROM jobs WHERE state = 'waiting'), 0);

UPDATE jobs SET state = 'waiting';
BEGIN;
\set ON_ERROR_STOP off
CALL work_off(7);
\set ON_ERROR_STOP on
ROLLBACK;
SELECT expect.equal('inside a transaction it may not commit', :'LAST_ERROR_SQLSTATE', '2D000');
