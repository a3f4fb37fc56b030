-- Inherited tables: rows of children are the parent's too, constraints come along, keys do not.
CREATE TABLE vehicle (id int PRIMARY KEY, wheels int NOT NULL CHECK (wheels >= 0), name text DEFAULT 'unnamed');
CREATE TABLE truck (load numeric) INHERITS (vehicle);
CREATE TABLE floats (draught numeric);
CREATE TABLE amphibian () INHERITS (vehicle, floats);
INSERT INTO vehicle VALUES (1, 4, 'car');
INSERT INTO truck VALUES (2, 6, 'tipper', 7.5);
INSERT INTO amphibian VALUES (3, 4, 'duck', 1.2);

SELECT expect.equal('the parent sees all', (SELECT string_agg(tableoid::regclass::text, ' ' ORDER BY id) FROM vehicle),
    'vehicle truck amphibian');
SELECT expect.equal('ONLY its own', (SELECT count(*) FROM ONLY vehicle), 1);
SELECT expect.error('checks are inherited', '23514', 'INSERT INTO truck VALUES (9, -1)');
INSERT INTO truck VALUES (1, 8, 'twin', 1);
SELECT expect.equal('keys are not: the number 1 is there twice', (SELECT count(*) FROM vehicle WHERE id = 1), 2);
UPDATE vehicle SET wheels = wheels + 1;
SELECT expect.equal('changes go down', (SELECT array_agg(wheels ORDER BY wheels) FROM truck), ARRAY[7, 9]);
ALTER TABLE vehicle ADD colour text DEFAULT 'grey';
SELECT expect.equal('columns too', (SELECT colour FROM amphibian), 'grey');
SELECT expect.error('an inherited column is the parent''s to drop', '42P16', 'ALTER TABLE truck DROP wheels');
ALTER TABLE truck NO INHERIT vehicle;
SELECT expect.equal('let go', (SELECT count(*) FROM vehicle), 2);
