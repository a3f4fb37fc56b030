// Tests without a framework that do nothing.
#include <parallel_fixtures/program.h>

#include <string>

#include "loops.h"
#include "numbered.h"

namespace {

class Trivial : public bench::Numbered {
public:
    parallel_fixtures::Report hold(const std::string& /*fixture*/, parallel_fixtures::Stand& stand) override {
        stand.wait({});
        return {};
    }
    parallel_fixtures::Report run(const std::string& /*test*/) override { return {}; }
};

}  // namespace

int main(int argc, char** argv) {
    Trivial tests;
    if (parallel_fixtures::is_served()) {
        return parallel_fixtures::serve(tests);
    }
    bench::run_loop(argc, argv, [&tests] { tests.run(""); });
}
