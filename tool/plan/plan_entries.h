// The syntax of plan files: `key US value RS LF`, again and again.
//
// THREADS: a value; not shared.
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
    // `bytes` outlive this object and the views it gives.
    Entries(std::string file, Text bytes) : file_(std::move(file)), bytes_(bytes) {}

    // The next entry; nothing at the end of the file.
    Result<std::optional<Entry>> next();

    // An error about the entry that next() gave last: the file, its line, and how to make the plan again. `what` may
    // hold any bytes of the file.
    [[nodiscard]] Error fault(const std::string& what) const;

    // The last entry of a file is `end` with the number of what stands before it.
    Status check_end(const Entry& end, std::size_t count);

private:
    std::string file_;
    Text bytes_;
    std::size_t begin_ = 0;  // Of the last entry.
    std::size_t next_ = 0;
};

// An error about a plan file, or its place, as a whole.
Error plan_fault(const std::string& file, const std::string& what);

}  // namespace pf

#endif
