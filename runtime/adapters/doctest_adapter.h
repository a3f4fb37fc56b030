// A doctest program as ParallelFixtures sees it. Compiled in the user's target, with the user's doctest.
#ifndef PARALLEL_FIXTURES_RUNTIME_ADAPTERS_DOCTEST_ADAPTER_H
#define PARALLEL_FIXTURES_RUNTIME_ADAPTERS_DOCTEST_ADAPTER_H

#include <string>
#include <vector>

#include "parallel_fixtures/program.h"
#include "runtime/adapters/fixture_registry.h"

namespace doctest {
class Context;
}

namespace pf {

class DoctestProgram : public RegistryProgram {
public:
    // `context` outlives the program. Its output goes to stdout from now on, or where its option --out says.
    explicit DoctestProgram(doctest::Context& context) : context_(context) {}

    std::string framework() override;
    std::vector<parallel_fixtures::Test> tests() override;

    // Of two tests with this name, the first.
    parallel_fixtures::Report run(const std::string& test) override;

private:
    doctest::Context& context_;
};

}  // namespace pf

#endif
