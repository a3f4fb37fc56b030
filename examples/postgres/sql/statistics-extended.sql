-- What the planner believes: columns that depend on each other are misjudged until it is told.
CREATE TABLE address (city text, zip text);
INSERT INTO address SELECT 'city ' || i % 100, 'zip ' || i % 100 FROM generate_series(1, 10000) i;
ANALYZE address;
CREATE FUNCTION guess(statement text) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    plan json;
BEGIN
    EXECUTE 'EXPLAIN (FORMAT JSON) ' || statement INTO plan;
    RETURN plan #>> '{0,Plan,Plan Rows}';
END $$;

SELECT expect.equal('one column is judged well', guess($$SELECT * FROM address WHERE city = 'city 7'$$), 100);
SELECT expect.equal('two are taken for independent',
    guess($$SELECT * FROM address WHERE city = 'city 7' AND zip = 'zip 7'$$), 1);
SELECT expect.that('and so are their groups', guess('SELECT city, zip FROM address GROUP BY 1, 2') >= 1000);
CREATE STATISTICS address_together (dependencies, ndistinct) ON city, zip FROM address;
ANALYZE address;
SELECT expect.equal('told, it knows better', guess($$SELECT * FROM address WHERE city = 'city 7' AND zip = 'zip 7'$$),
    100);
SELECT expect.equal('of groups too', guess('SELECT city, zip FROM address GROUP BY 1, 2'), 100);
CREATE STATISTICS address_values (mcv) ON city, zip FROM address;
ANALYZE address;
SELECT expect.equal('pairs that do not occur are rare',
    guess($$SELECT * FROM address WHERE city = 'city 7' AND zip = 'zip 8'$$), 1);
SELECT expect.equal('the catalog keeps the kind',
    (SELECT stxkind::text FROM pg_statistic_ext WHERE stxname = 'address_values'), '{m}');
