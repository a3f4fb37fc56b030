-- A graph with circles: SEARCH gives the order of the walk, CYCLE stops it.
CREATE TEMP TABLE road (a text, b text, km int);
INSERT INTO road VALUES ('A', 'B', 4), ('B', 'C', 3), ('C', 'A', 2), ('C', 'D', 5), ('D', 'E', 1), ('B', 'E', 20),
    ('X', 'Y', 1);

WITH RECURSIVE reach(town) AS (
    VALUES ('A') UNION SELECT b FROM road JOIN reach ON a = town)
SELECT expect.equal('UNION stops at what was seen', (SELECT string_agg(town, '' ORDER BY town) FROM reach), 'ABCDE');

WITH RECURSIVE trip(town, km) AS (
    VALUES ('A', 0) UNION ALL SELECT b, trip.km + road.km FROM road JOIN trip ON a = town)
    CYCLE town SET circle USING path
SELECT expect.equal('the shortest way to E', (SELECT min(km) FROM trip WHERE town = 'E' AND NOT circle), 13),
       expect.equal('one walk comes back to A', (SELECT count(*) FROM trip WHERE circle), 1);

CREATE TEMP TABLE walked AS
WITH RECURSIVE boss(id, manager) AS (
    SELECT id, manager FROM employees WHERE id = 1
    UNION ALL SELECT e.id, e.manager FROM employees e JOIN boss ON e.manager = boss.id)
    SEARCH BREADTH FIRST BY id SET breadth
SELECT id, row_number() OVER (ORDER BY breadth) AS place FROM boss;
SELECT expect.equal('breadth first visits level after level',
    (SELECT array_agg(id ORDER BY place) FROM walked WHERE place <= 6), ARRAY[1, 3, 4, 5, 9, 10]);
