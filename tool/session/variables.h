// Environment variables of commands.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_VARIABLES_H
#define PARALLEL_FIXTURES_TOOL_SESSION_VARIABLES_H

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/result.h"
#include "tool/plan/plan.h"

namespace pf {

using Variables = std::vector<std::pair<std::string, std::string>>;

// A list of changes to an environment, of which later ones win. It becomes RunCommand::environment.
class VariableList {
public:
    explicit VariableList(const std::vector<std::string>& base) : base_(&base) { changes_.reserve(kUsual); }

    // Appends the changes of another list.
    void append(const std::vector<std::string>& changes) {
        changes_.insert(changes_.end(), changes.begin(), changes.end());
    }
    void set(std::string_view name, std::string_view value);
    void set(const Variables& variables);
    // Takes entries "K=V". One without "=" unsets, as with CTest's ENVIRONMENT.
    void set(const Texts& entries);
    // Takes entries of CTest's ENVIRONMENT_MODIFICATION: VAR=op:value with set, unset, reset, string_append,
    // string_prepend, path_list_append, path_list_prepend, cmake_list_append and cmake_list_prepend. `reset` restores
    // the value from before these modifications. After `unset` the value to append to is empty. The error names the
    // entry. Reserved variables stay as they are.
    Status modify(const Texts& modifications);

    [[nodiscard]] const std::vector<std::string>& changes() const { return changes_; }

    // Returns the value of a variable after all changes, or nothing if it is not set.
    [[nodiscard]] std::optional<std::string> value(std::string_view name) const { return find(name, changes_.size()); }

    // Notes that the changes so far are those of the caller, which expand() does not use.
    void end_of_caller() { callers_ = changes_.size(); }
    // Returns `text` with each @NAME@ replaced by the value that the later changes give the variable. What they do not
    // set stays as it is.
    [[nodiscard]] std::string expand(std::string_view text) const;
    // Returns a sentence about each @NAME@ in `text`, in capitals, that expand() leaves as it is. With `alike`, only
    // about those that are like a variable that it uses.
    [[nodiscard]] std::vector<std::string> unknown_names(std::string_view text, bool alike) const;

private:
    [[nodiscard]] std::optional<std::string> find(std::string_view name, std::size_t changes) const;
    [[nodiscard]] const std::string* later_change(std::string_view name) const;

    static constexpr std::size_t kUsual = 16;  // Changes of a task with a fixture or two.

    const std::vector<std::string>* base_;
    std::vector<std::string> changes_;
    std::size_t callers_ = 0;
};

// Returns the changes that turn `base` into `wanted`: "K=V" sets, "K" unsets.
std::vector<std::string> environment_changes(const std::vector<std::string>& base,
                                             const std::vector<std::string>& wanted);

// Parses the file that PARALLEL_FIXTURES_ENV names: lines KEY=VALUE, and empty ones. A line without "=" and a key that
// is no name of a variable, or is reserved (PARALLEL_FIXTURES_*), are errors. The message names the first ten.
Result<Variables> parse_variables(std::string_view content);

// Returns the prefix of the variables that a fixture sets by itself: "POSTGRES" for "postgres".
std::string variable_prefix(std::string_view fixture);

// Returns `text` with each @PORT@ replaced.
std::string with_port(std::string_view text, int port);

}  // namespace pf

#endif
