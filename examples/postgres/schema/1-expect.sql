-- How a task says what must hold. Each function answers a line for the log, or raises and so ends the task.
CREATE EXTENSION btree_gist;
CREATE EXTENSION dblink;
CREATE SCHEMA expect;

-- Both are the same; NULL equals NULL.
CREATE FUNCTION expect.equal(what text, got anycompatible, wanted anycompatible) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    IF got IS DISTINCT FROM wanted THEN
        RAISE EXCEPTION USING MESSAGE = format('%s: got %s, wanted %s', what, coalesce(got::text, 'NULL'),
                                               coalesce(wanted::text, 'NULL'));
    END IF;
    RETURN 'ok: ' || what;
END $$;

CREATE FUNCTION expect.that(what text, holds boolean) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    IF holds IS NOT TRUE THEN
        RAISE EXCEPTION USING MESSAGE = format('%s: does not hold (%s)', what, coalesce(holds::text, 'NULL'));
    END IF;
    RETURN 'ok: ' || what;
END $$;

-- The statement fails with this SQLSTATE, and its message matches the pattern. What it did is rolled back.
CREATE FUNCTION expect.error(what text, state text, statement text, pattern text DEFAULT '') RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
    BEGIN
        EXECUTE statement;
    EXCEPTION WHEN OTHERS OR ASSERT_FAILURE OR QUERY_CANCELED THEN
        IF SQLSTATE IS DISTINCT FROM state OR SQLERRM !~ pattern THEN
            RAISE EXCEPTION USING MESSAGE = format('%s: got error %s "%s", wanted %s "%s"', what, SQLSTATE, SQLERRM, state,
                                                   pattern);
        END IF;
        RETURN 'ok: ' || what;
    END;
    RAISE EXCEPTION USING MESSAGE = format('%s: no error, wanted %s', what, state);
END $$;

-- The plan of a statement as text.
CREATE FUNCTION expect.plan(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    line text;
    plan text := '';
BEGIN
    FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || statement LOOP
        plan := plan || line || E'\n';
    END LOOP;
    RETURN plan;
END $$;

-- Where a second connection to this task's database goes, for dblink.
CREATE FUNCTION expect.here() RETURNS text LANGUAGE sql AS $$
    SELECT format('host=%s port=%s dbname=%s user=%s', current_setting('unix_socket_directories'), current_setting('port'),
                  current_database(), current_user)
$$;
