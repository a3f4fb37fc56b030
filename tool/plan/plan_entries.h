// The syntax of plan files: a sequence of entries `key US value RS LF`.
//
// THREADS: not shared.
#ifndef PARALLEL_FIXTURES_TOOL_PLAN_PLAN_ENTRIES_H
#define PARALLEL_FIXTURES_TOOL_PLAN_PLAN_ENTRIES_H

#include <optional>
#include <string>

#include "runtime/result.h"
#include "tool/plan/plan.h"

namespace pf {

struct Entry {
    Text key;
    Text value;
};

class Entries {
public:
    // `bytes` must outlive this object and the entries that it returns.
    Entries(std::string file, Text bytes) : file_(std::move(file)), bytes_(bytes) {}

    // Returns the next entry, or nothing at the end of the file.
    Result<std::optional<Entry>> next();

    // Returns an error about the last entry, with the file, the line, and how to write the plan again. `what` may
    // contain any bytes of the file.
    [[nodiscard]] Error fault(const std::string& what) const;

    // Checks the entry `end`: its value must be the number of records, and nothing may follow it.
    Status check_end(const Entry& end, std::size_t count);

private:
    std::string file_;
    Text bytes_;
    std::size_t begin_ = 0;  // The offset of the last entry.
    std::size_t next_ = 0;   // The offset after it.
};

// Returns an error about a whole plan file, with how to write the plan again.
Error plan_fault(const std::string& file, const std::string& what);

}  // namespace pf

#endif
