// Fixtures for the sample programs. Each says when it is set up and torn down.
#ifndef PARALLEL_FIXTURES_TESTS_LINKED_SUPPORT_SAMPLE_FIXTURES_H
#define PARALLEL_FIXTURES_TESTS_LINKED_SUPPORT_SAMPLE_FIXTURES_H

#include <unistd.h>

#include <cstdio>
#include <stdexcept>

#include "parallel_fixtures/fixture.h"

class Spoken {
public:
    explicit Spoken(const char* name) : name_(name), owner_(getpid()) { say("up"); }
    Spoken(const Spoken&) = delete;
    Spoken& operator=(const Spoken&) = delete;
    ~Spoken() { say(owner_ == getpid() ? "down" : "down in a foreign process"); }

private:
    void say(const char* what) const {
        std::printf("<%s %s>\n", name_, what);
        std::fflush(stdout);
    }

    const char* name_;
    pid_t owner_;
};

struct Database {
    Spoken spoken{"database"};
    int rows = 1;
};

struct Schema {
    using parent = Database;
    static constexpr auto scope = parallel_fixtures::Scope::worker;

    explicit Schema(Database& the_database) : database(the_database) { database.rows += 10; }

    Database& database;
    Spoken spoken{"schema"};
};

struct Other {
    Spoken spoken{"other"};
};

struct Broken {
    Broken() {
        std::puts("<broken tried>");
        throw std::runtime_error("no disk");
    }
};

struct OnBroken {
    using parent = Broken;
};

struct Absent {
    Absent() { throw parallel_fixtures::Skip("no server here"); }
};

// The child comes first: the order is that of the parents.
PARALLEL_FIXTURE(Schema, "schema");
PARALLEL_FIXTURE(Database, "database");
PARALLEL_FIXTURE(Other, "other");
PARALLEL_FIXTURE(Broken, "broken");
PARALLEL_FIXTURE(OnBroken, "on-broken");
PARALLEL_FIXTURE(Absent, "absent");

#endif
