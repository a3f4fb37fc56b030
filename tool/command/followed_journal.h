// Reads a journal while another machine writes it.
//
// THREADS: not shared.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_FOLLOWED_JOURNAL_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_FOLLOWED_JOURNAL_H

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "tool/event/event.h"

namespace pf {

class FollowedJournal {
public:
    explicit FollowedJournal(std::string path) : path_(std::move(path)) {}

    // Calls back for each whole line that was added since the last call. The file is opened each time, because NFS
    // looks for changes only then. A file that does not exist yet is empty.
    void read(const std::function<void(Event&)>& callback);

private:
    void take(std::string_view bytes, const std::function<void(Event&)>& callback);

    std::string path_;
    std::uint64_t offset_ = 0;
    std::string rest_;  // The beginning of a line.
};

}  // namespace pf

#endif
