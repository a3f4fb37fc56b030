// A run as a session of ctest has it: tasks come one by one, and fixtures that are held stay up between them.
#ifndef PARALLEL_FIXTURES_TESTS_UNIT_SCHEDULE_CTEST_STAGE_H
#define PARALLEL_FIXTURES_TESTS_UNIT_SCHEDULE_CTEST_STAGE_H

#include "tests/unit/schedule/stage.h"

namespace pf::test {

// Two nested fixtures, and a group that requires them, whose tasks a and b nobody has asked for yet.
class Ctest : public Stage {
public:
    Ctest() : Stage(8) {
        fixture("db");
        fixture("schema", "db");
        group("g", "schema");
        CHECK(begin() == Said{});
        tasks("g", {"a", "b"});
    }

    Said ask(TaskId task) { return added({task}); }

    void up() {
        CHECK(hold("db") == Said{"set up db"});
        CHECK(set_up("db") == Said{"db is up", "db is ready"});
        CHECK(hold("schema") == Said{"set up schema"});
        CHECK(set_up("schema") == Said{"schema is up", "schema is ready"});
    }
};

}  // namespace pf::test

#endif
