// Environments as lists of "K=V", and changes of them. In a list of changes, "K=V" sets a variable and "K" unsets it;
// later changes win.
#ifndef PARALLEL_FIXTURES_RUNTIME_ENVIRONMENT_H
#define PARALLEL_FIXTURES_RUNTIME_ENVIRONMENT_H

#include <string>
#include <string_view>
#include <vector>

namespace pf {

// Returns the K of "K=V" or "K".
inline std::string_view variable_name(std::string_view entry) { return entry.substr(0, entry.find('=')); }

// Returns true if a set-up may write the line to PARALLEL_FIXTURES_ENV: it has the form "K=V" and contains no zero
// byte, and K consists of letters, digits and underscores, begins with no digit and is not reserved.
bool is_variable(std::string_view line);

// Returns true if the name begins with PARALLEL_FIXTURES_.
bool is_reserved_variable(std::string_view name);

// Returns the environment of the calling process without reserved variables, which belong to an enclosing run.
std::vector<std::string> inherited_environment();

// Applies changes to the environment of this process. Keeps `changes` for ever, because the environment points into
// them.
void change_environment(std::vector<std::string> changes);

// The environment block that execve() expects: `base` with `changes` applied. Points into both, which must outlive it.
class EnvironmentBlock {
public:
    EnvironmentBlock(const std::vector<std::string>& base, const std::vector<std::string>& changes);

    // Returns an array that ends with a null pointer.
    [[nodiscard]] char* const* data() const { return block_.data(); }

private:
    std::vector<char*> block_;
};

// Changes the environment for each test that this process forks a process for. Starts from the environment at
// construction. After the first set(), the object must live as long as the process.
class TestEnvironment {
public:
    TestEnvironment();

    // Replaces the changes of the last call. `changes` must live until the next call.
    void set(const std::vector<std::string>& changes);

private:
    std::vector<char*> base_;
    std::vector<char*> block_;
};

}  // namespace pf

#endif
