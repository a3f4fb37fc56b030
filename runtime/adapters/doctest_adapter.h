// Presents a doctest program to the runtime as a Program. This source is compiled in the user's target, against the
// user's doctest.
#ifndef PARALLEL_FIXTURES_RUNTIME_ADAPTERS_DOCTEST_ADAPTER_H
#define PARALLEL_FIXTURES_RUNTIME_ADAPTERS_DOCTEST_ADAPTER_H

#include <string>
#include <vector>

#include "parallel_fixtures/program.h"
#include "runtime/fixture_registry.h"

namespace doctest {
class Context;
}

namespace pf {

class DoctestProgram : public RegistryProgram {
public:
    // `context` must outlive this object. From now on the context prints to stdout, or to the file of its option --out.
    explicit DoctestProgram(doctest::Context& context) : context_(context) {}

    std::string framework() override;
    std::vector<parallel_fixtures::Test> tests() override;

    // Runs the first test case of this name.
    parallel_fixtures::Report run(const std::string& test) override;

private:
    doctest::Context& context_;
};

}  // namespace pf

#endif
