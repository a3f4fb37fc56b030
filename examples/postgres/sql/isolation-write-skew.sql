-- Two doctors go off duty at once, each seeing the other still on duty. SERIALIZABLE lets one of them fail with 40001;
-- asking again is then answered rightly.
CREATE TABLE doctor (name text PRIMARY KEY, on_duty boolean);
INSERT INTO doctor VALUES ('ann', true), ('bob', true);
CREATE FUNCTION go_home(who text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM doctor WHERE on_duty) < 2 THEN
        RETURN who || ' stays';
    END IF;
    UPDATE doctor SET on_duty = false WHERE name = who;
    RETURN who || ' leaves';
END $$;
CREATE FUNCTION asked(connection text, who text) RETURNS text LANGUAGE sql AS
$$ SELECT answer FROM dblink(connection, format('SELECT go_home(%L)', who)) AS t(answer text) $$;
SELECT expect.equal('two connections', dblink_connect('a', expect.here()) || dblink_connect('b', expect.here()),
    'OKOK');

CREATE FUNCTION both_leave(level text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM dblink_exec(connection, 'BEGIN ISOLATION LEVEL ' || level) FROM unnest('{a,b}'::text[]) connection;
    PERFORM asked('a', 'ann'), asked('b', 'bob');
    PERFORM dblink_exec('a', 'COMMIT');
    BEGIN
        PERFORM dblink_exec('b', 'COMMIT');
        RETURN 'both';
    EXCEPTION WHEN serialization_failure THEN
        PERFORM dblink_exec('b', 'ROLLBACK');
        RETURN 'one';
    END;
END $$;

SELECT expect.equal('repeatable read lets both go', both_leave('REPEATABLE READ'), 'both');
SELECT expect.equal('nobody is left', (SELECT count(*) FROM doctor WHERE on_duty), 0);
UPDATE doctor SET on_duty = true;
SELECT expect.equal('serializable refuses the second', both_leave('SERIALIZABLE'), 'one');
SELECT expect.equal('who asks again and stays', asked('b', 'bob'), 'bob stays');
SELECT expect.equal('one is left', (SELECT string_agg(name, '') FROM doctor WHERE on_duty), 'bob');
