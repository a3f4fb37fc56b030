// The C++ fixtures of the Catch2 and the doctest program.
#ifndef SERVED_FIXTURES_H
#define SERVED_FIXTURES_H

#include <parallel_fixtures/fixture.h>
#include <unistd.h>

#include <stdexcept>
#include <string>

#include "log.h"

class Spoken {
public:
    explicit Spoken(std::string name) : name_(std::move(name)), owner_(getpid()) { log_line(name_ + " up"); }
    Spoken(const Spoken&) = delete;
    Spoken& operator=(const Spoken&) = delete;
    ~Spoken() { log_line(name_ + (owner_ == getpid() ? " down" : " down elsewhere")); }

    pid_t owner() const { return owner_; }

private:
    std::string name_;
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

struct Table {
    using parent = Schema;
    static constexpr auto scope = parallel_fixtures::Scope::task;
    explicit Table(Schema& the_schema) : schema(the_schema) { schema.database.rows += 100; }
    Schema& schema;
    Spoken spoken{"table"};
};

struct Broken {
    Broken() { throw std::runtime_error("no disk"); }
};
struct OnBroken {
    using parent = Broken;
};
struct Absent {
    Absent() { throw parallel_fixtures::Skip("no server here"); }
};

PARALLEL_FIXTURE(Database, "database");
PARALLEL_FIXTURE(Schema, "schema");
PARALLEL_FIXTURE(Table, "table");
PARALLEL_FIXTURE(Broken, "broken");
PARALLEL_FIXTURE(OnBroken, "on-broken");
PARALLEL_FIXTURE(Absent, "absent");

#endif
