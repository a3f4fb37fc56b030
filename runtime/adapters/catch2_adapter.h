// A Catch2 program as ParallelFixtures sees it. Compiled in the user's target, with the user's Catch2: 2.13, or 3.4 and
// later.
#ifndef PARALLEL_FIXTURES_RUNTIME_ADAPTERS_CATCH2_ADAPTER_H
#define PARALLEL_FIXTURES_RUNTIME_ADAPTERS_CATCH2_ADAPTER_H

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "parallel_fixtures/program.h"
#include "runtime/adapters/fixture_registry.h"

namespace parallel_fixtures::detail {
class CatchSession;
}

namespace pf {

class Catch2Program : public RegistryProgram {
public:
    // `session` outlives the program.
    explicit Catch2Program(parallel_fixtures::detail::CatchSession& session) : session_(session) {}

    std::string framework() override;
    std::vector<parallel_fixtures::Test> tests() override;

    parallel_fixtures::Report hold(const std::string& fixture, parallel_fixtures::Stand& stand) override;

    // Of two tests with this name, which Catch2 3 allows when their tags differ, the first.
    parallel_fixtures::Report run(const std::string& test) override;

private:
    parallel_fixtures::detail::CatchSession& session_;
    std::unordered_map<std::string, std::size_t> by_name_;  // Made before any fork: a test process should do little.
};

}  // namespace pf

#endif
