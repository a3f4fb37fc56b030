-- Event triggers: the database keeps a diary of its DDL and refuses to lose a table.
CREATE TABLE diary (tag text, object text);
CREATE FUNCTION write_diary() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO diary SELECT command_tag, object_identity FROM pg_event_trigger_ddl_commands();
END $$;
CREATE FUNCTION keep_tables() RETURNS event_trigger LANGUAGE plpgsql AS $$
DECLARE
    lost record;
BEGIN
    FOR lost IN SELECT * FROM pg_event_trigger_dropped_objects() WHERE object_type = 'table' LOOP
        RAISE EXCEPTION 'table % stays', lost.object_identity USING ERRCODE = 'SH003';
    END LOOP;
END $$;
CREATE EVENT TRIGGER diary ON ddl_command_end EXECUTE FUNCTION write_diary();
CREATE EVENT TRIGGER keep ON sql_drop WHEN TAG IN ('DROP TABLE', 'DROP SCHEMA') EXECUTE FUNCTION keep_tables();

CREATE TABLE box (id int PRIMARY KEY);
ALTER TABLE box ADD label text;
SELECT expect.equal('each step is noted', (SELECT array_agg(tag || ' ' || object) FROM diary),
    ARRAY['CREATE TABLE public.box', 'CREATE INDEX public.box_pkey', 'ALTER TABLE public.box']);
SELECT expect.error('the table stays', 'SH003', 'DROP TABLE box', 'public.box');
CREATE SCHEMA crate CREATE TABLE inside (id int);
SELECT expect.error('even as part of something', 'SH003', 'DROP SCHEMA crate CASCADE', 'crate.inside');
DROP EVENT TRIGGER keep;
DROP TABLE box;
SELECT expect.that('without the guard it goes', to_regclass('box') IS NULL);
