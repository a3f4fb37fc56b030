// Writes the plan files that cmake/ParallelFixtures.cmake would write (docs/design/plan-format.md), so that a test of
// the helper needs no CMake run.
#ifndef PARALLEL_FIXTURES_TESTS_ACCEPTANCE_SUPPORT_PLAN_FILE_H
#define PARALLEL_FIXTURES_TESTS_ACCEPTANCE_SUPPORT_PLAN_FILE_H

#include <deque>
#include <string>
#include <utility>
#include <vector>

namespace pf::acceptance {

using Words = std::vector<std::string>;

// `words` as a command of pf_test_child (child/child.h).
Words child(const Words& words);

// A fixture, a group or a task, with its entries in order.
class Record {
public:
    Record(std::string kind, std::string name) : kind_(std::move(kind)), name_(std::move(name)) {}

    // One entry, as the format names it: set("timeout", "2").
    Record& set(const std::string& key, const std::string& value);
    // One entry for each argument of a command: any program, or pf_test_child.
    Record& program(const std::string& key, const Words& argv);
    Record& command(const std::string& key, const Words& words) { return program(key, child(words)); }

    [[nodiscard]] const std::string& kind() const { return kind_; }
    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] bool has(const std::string& key) const;
    [[nodiscard]] std::string text() const;

private:
    std::string kind_;
    std::string name_;
    std::vector<std::pair<std::string, std::string>> entries_;
};

class PlanFile {
public:
    Record& fixture(const std::string& name);                                                  // Of kind command.
    Record& service(const std::string& name, const Words& words);                              // pf_test_child.
    Record& group(const std::string& name);                                                    //
    Record& group(const std::string& name, const std::string& fixture);                        //
    Record& task(const std::string& group, const std::string& name, const Words& words);       // pf_test_child.
    Record& program(const std::string& group, const std::string& name, const Words& command);  // Any program.

    Record& finish(const Words& words);  // A command that follows the run: pf_test_child.

    [[nodiscard]] const std::deque<Record>& records() const { return records_; }
    [[nodiscard]] const Record* find_fixture(const std::string& name) const;

    // Writes <build>/ParallelFixtures/<config, or "default">/{plan,part-0}.
    void write(const std::string& build_dir, const std::string& config = "") const;
    // The text of the only part: for tests that damage it.
    [[nodiscard]] std::string part(const std::string& build_dir) const;

private:
    std::deque<Record> records_;  // A deque: references stay valid.
};

std::string plan_path(const std::string& build_dir, const std::string& config = "");
std::string part_path(const std::string& build_dir, const std::string& config = "");
std::string plan_entry(const std::string& key, const std::string& value);
void write_file(const std::string& path, const std::string& text);
std::string read_file(const std::string& path);  // "" when it is not there.

}  // namespace pf::acceptance

#endif
