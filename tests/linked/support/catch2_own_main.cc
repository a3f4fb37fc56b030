#define CATCH_CONFIG_RUNNER
#include <cstdio>

#include "parallel_fixtures/catch2.h"

int main(int argc, char** argv) {
    Catch::Session session;
    const int mistake = session.applyCommandLine(argc, argv);
    if (mistake != 0) {
        return mistake;
    }
    std::puts("<own main>");
    return parallel_fixtures::run_catch2(session);
}
