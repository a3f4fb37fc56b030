// "[B2]" in a comment is no tag.
TEST_CASE("exercises two edges", "[A1][A2]") {}
TEST_CASE("exercises one that is not drawn", "[B1][C3]") {}
TEST_CASE("has other tags, and says [D4] in its name", "[slow][.]") {}
