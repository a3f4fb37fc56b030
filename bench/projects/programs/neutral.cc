// Tests without a framework, that do nothing.
#include <parallel_fixtures/program.h>

#include <string>
#include <vector>

#include "loops.h"

namespace {

class Trivial : public parallel_fixtures::Program {
public:
    std::string framework() override { return "none"; }
    std::vector<parallel_fixtures::Fixture> fixtures() override { return {}; }
    std::vector<parallel_fixtures::Test> tests() override {
        std::vector<parallel_fixtures::Test> all(static_cast<std::size_t>(bench::number_of_tests()));
        for (std::size_t i = 0; i < all.size(); ++i) {
            all[i].name = std::to_string(i);
        }
        return all;
    }
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
