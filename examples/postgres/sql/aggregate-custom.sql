-- An aggregate of one's own: geometric mean, with a state, a final step, and the inverse that makes windows cheap.
CREATE FUNCTION gm_add(s numeric[], v numeric) RETURNS numeric[] LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT ARRAY[s[1] + ln(v), s[2] + 1] $$;
CREATE FUNCTION gm_take(s numeric[], v numeric) RETURNS numeric[] LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT ARRAY[s[1] - ln(v), s[2] - 1] $$;
CREATE FUNCTION gm_end(s numeric[]) RETURNS numeric LANGUAGE sql IMMUTABLE AS
$$ SELECT round(exp(s[1] / nullif(s[2], 0)), 4) $$;
CREATE AGGREGATE geometric_mean(numeric) (SFUNC = gm_add, STYPE = numeric[], FINALFUNC = gm_end, INITCOND = '{0,0}',
    MSFUNC = gm_add, MINVFUNC = gm_take, MSTYPE = numeric[], MFINALFUNC = gm_end, MINITCOND = '{0,0}');

SELECT expect.equal('of 2, 4 and 8', (SELECT geometric_mean(v) FROM (VALUES (2.0), (4), (8)) x(v)), 4.0000);
SELECT expect.equal('NULLs are passed over', (SELECT geometric_mean(v) FROM (VALUES (2.0), (NULL), (8)) x(v)), 4.0000);
SELECT expect.that('of nothing: NULL', (SELECT geometric_mean(v) IS NULL FROM (VALUES (1.0)) x(v) WHERE false));
SELECT expect.equal('moving over two rows', (SELECT array_agg(m ORDER BY v) FROM (
    SELECT v, geometric_mean(v) OVER (ORDER BY v ROWS 1 PRECEDING) m FROM (VALUES (1.0), (4), (9), (16)) x(v)) y),
    ARRAY[1.0000, 2.0000, 6.0000, 12.0000]);
SELECT expect.that('never above the arithmetic mean', NOT EXISTS (
    SELECT FROM products GROUP BY category HAVING geometric_mean(price) > avg(price) + 0.0001));
