// Environments as lists of "K=V", and changes of them. In a list of changes, "K=V" sets a variable and "K" unsets it;
// later changes win.
#ifndef PARALLEL_FIXTURES_RUNTIME_ENVIRONMENT_H
#define PARALLEL_FIXTURES_RUNTIME_ENVIRONMENT_H

#include <string>
#include <vector>

namespace pf {

// Returns the environment of the calling process without PARALLEL_FIXTURES_*, which belong to an enclosing run.
std::vector<std::string> inherited_environment();

// The environment block that execve() expects: `base` with `changes` applied. Points into both, which must outlive it.
class EnvironmentBlock {
public:
    EnvironmentBlock(const std::vector<std::string>& base, const std::vector<std::string>& changes);

    // Returns an array that ends with a null pointer.
    [[nodiscard]] char* const* data() const { return block_.data(); }

private:
    std::vector<char*> block_;
};

}  // namespace pf

#endif
