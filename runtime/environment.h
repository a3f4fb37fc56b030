// Environments as lists of "K=V", and the block that execve wants.
#ifndef PARALLEL_FIXTURES_RUNTIME_ENVIRONMENT_H
#define PARALLEL_FIXTURES_RUNTIME_ENVIRONMENT_H

#include <string>
#include <vector>

namespace pf {

// The calling process's environment without PARALLEL_FIXTURES_*: an enclosing run must not be mistaken for this one.
std::vector<std::string> inherited_environment();

// `base` with `changes` on top: "K=V" sets, "K" unsets, later wins. Points into both, which must outlive it.
class EnvironmentBlock {
public:
    EnvironmentBlock(const std::vector<std::string>& base, const std::vector<std::string>& changes);

    // Ended by a null pointer.
    [[nodiscard]] char* const* data() const { return block_.data(); }

private:
    std::vector<char*> block_;
};

}  // namespace pf

#endif
