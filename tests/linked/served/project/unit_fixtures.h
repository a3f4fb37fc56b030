// What tests do to fixtures, their destructors see in a unit with one process.
#ifndef SERVED_UNIT_FIXTURES_H
#define SERVED_UNIT_FIXTURES_H

#include <parallel_fixtures/fixture.h>

#include "log.h"

struct Ledger {
    ~Ledger() { log_line("ledger down " + entries); }
    std::string entries;
};
PARALLEL_FIXTURE(Ledger, "ledger");

struct Page {
    using parent = Ledger;
    static constexpr auto scope = parallel_fixtures::Scope::task;
    explicit Page(Ledger& of) : ledger(of) {}
    ~Page() {
        ledger.entries += line;
        log_line("page down " + line);
    }
    Ledger& ledger;
    std::string line;
};
PARALLEL_FIXTURE(Page, "page");

struct Other {
    ~Other() { log_line("other down"); }
};
PARALLEL_FIXTURE(Other, "other");

#endif
