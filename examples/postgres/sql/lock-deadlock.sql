-- A real deadlock between two connections: the server ends exactly one of them with 40P01, the other goes on.
SELECT expect.equal('two connections', dblink_connect('a', expect.here()) || dblink_connect('b', expect.here()),
    'OKOK');
CREATE FUNCTION send(connection text, statement text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF dblink_send_query(connection, statement) <> 1 THEN
        RAISE EXCEPTION '%: %', connection, dblink_error_message(connection);
    END IF;
END $$;
-- What a statement sent before came to: its command tag, or its SQLSTATE.
CREATE FUNCTION outcome(connection text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    answer text;
BEGIN
    SELECT status INTO answer FROM dblink_get_result(connection) AS t(status text);
    PERFORM FROM dblink_get_result(connection) AS t(status text);
    RETURN answer;
EXCEPTION WHEN OTHERS THEN
    PERFORM FROM dblink_get_result(connection) AS t(status text);
    RETURN SQLSTATE;
END $$;

SELECT expect.equal('each holds one row', string_agg(dblink_exec(connection, format(
    'SET deadlock_timeout = ''20ms''; BEGIN; UPDATE accounts SET balance = balance - 10 WHERE id = %s', mine)), ' '),
    'UPDATE 1 UPDATE 1')
FROM (VALUES ('a', 1), ('b', 2)) v(connection, mine);
DO $$ BEGIN
    PERFORM send('a', 'UPDATE accounts SET balance = balance + 10 WHERE id = 2');
    PERFORM send('b', 'UPDATE accounts SET balance = balance + 10 WHERE id = 1');
END $$;

CREATE TEMP TABLE ended AS SELECT connection, outcome(connection) FROM unnest('{a,b}'::text[]) connection;
SELECT expect.equal('one was the victim, one got its row',
    (SELECT string_agg(outcome, ' ' ORDER BY outcome) FROM ended), '40P01 UPDATE 1');
SELECT expect.equal('the victim''s COMMIT is a ROLLBACK',
    (SELECT dblink_exec(connection, 'COMMIT') FROM ended WHERE outcome = '40P01'), 'ROLLBACK');
SELECT expect.equal('the other commits', (SELECT dblink_exec(connection, 'COMMIT') FROM ended WHERE outcome <> '40P01'),
    'COMMIT');
SELECT expect.equal('ten moved once', (SELECT array_agg(balance::int ORDER BY balance) FROM accounts WHERE id <= 2),
    ARRAY[990, 1010]);
