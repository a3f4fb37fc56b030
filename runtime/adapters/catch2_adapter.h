// Presents a Catch2 program to the runtime as a Program. This source is compiled in the user's target, against the
// user's Catch2: 2.13, or 3.4 and later.
#ifndef PARALLEL_FIXTURES_RUNTIME_ADAPTERS_CATCH2_ADAPTER_H
#define PARALLEL_FIXTURES_RUNTIME_ADAPTERS_CATCH2_ADAPTER_H

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "parallel_fixtures/program.h"
#include "runtime/adapters/catch2_framework.h"
#include "runtime/fixture_registry.h"

namespace parallel_fixtures::detail {
class CatchSession;
}

namespace pf {

class Catch2Program : public RegistryProgram {
public:
    // `session` must outlive this object.
    explicit Catch2Program(parallel_fixtures::detail::CatchSession& session) : session_(session) {}

    std::string framework() override;
    std::vector<parallel_fixtures::Test> tests() override;

    parallel_fixtures::Report hold(const std::string& fixture, parallel_fixtures::Stand& stand) override;

    parallel_fixtures::Report run(const std::string& test) override;

private:
    parallel_fixtures::detail::CatchSession& session_;
    std::unordered_map<std::string, std::size_t>
        by_name_;  // Filled before any fork, so that a test process needs no search.
};

}  // namespace pf

#endif
