-- INSTEAD OF: a view over a join that can be written to.
CREATE VIEW staff AS
SELECT e.id, e.name, e.department, m.name AS boss FROM employees e LEFT JOIN employees m ON m.id = e.manager;
SELECT expect.error('a join cannot be written by itself', '55000',
    $$INSERT INTO staff VALUES (500, 'New', 'sales', 'Employee 1')$$);

CREATE FUNCTION write_staff() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    chief int;
BEGIN
    SELECT id INTO STRICT chief FROM employees WHERE name = NEW.boss;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO employees VALUES (NEW.id, chief, NEW.name, NEW.department, 1000);
    ELSE
        UPDATE employees SET manager = chief, department = NEW.department WHERE id = OLD.id;
    END IF;
    RETURN NEW;
EXCEPTION WHEN no_data_found THEN
    RAISE EXCEPTION 'nobody is called %', NEW.boss USING ERRCODE = 'foreign_key_violation';
END $$;
CREATE TRIGGER write_staff INSTEAD OF INSERT OR UPDATE ON staff FOR EACH ROW EXECUTE FUNCTION write_staff();

INSERT INTO staff VALUES (500, 'New', 'sales', 'Employee 1');
UPDATE staff SET boss = 'Employee 2' WHERE boss = 'Employee 1' AND id <> 500;
SELECT expect.equal('the names became numbers', (SELECT array_agg(id ORDER BY id) FROM employees WHERE manager = 1),
    ARRAY[500]);
SELECT expect.equal('the others moved', (SELECT count(*) FROM employees WHERE manager = 2), 3 + 3);
SELECT expect.error('a boss must exist', '23503', $$UPDATE staff SET boss = 'Nobody' WHERE id = 500$$,
    'nobody is called Nobody');
