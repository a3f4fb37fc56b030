-- Fails, as it should: CMakeLists.txt says WILL_FAIL.
SELECT expect.equal('three roots', (SELECT count(*) FROM categories WHERE parent IS NULL), 3);
