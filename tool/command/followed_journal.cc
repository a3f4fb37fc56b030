#include "tool/command/followed_journal.h"

#include <fcntl.h>
#include <unistd.h>

#include "tool/journal/journal_codec.h"
#include "tool/support/file.h"

namespace pf {

void FollowedJournal::read(const std::function<void(Event&)>& callback) {
    constexpr std::size_t kChunk = std::size_t{256} << 10U;
    const auto file = open_file(path_, O_RDONLY);
    if (!file.ok()) {
        return;
    }
    std::string bytes(kChunk, '\0');
    while (true) {
        const ssize_t size = ::pread(file->get(), bytes.data(), bytes.size(), static_cast<off_t>(offset_));
        if (size <= 0) {
            return;
        }
        offset_ += static_cast<std::uint64_t>(size);
        take(std::string_view(bytes).substr(0, static_cast<std::size_t>(size)), callback);
    }
}

void FollowedJournal::take(std::string_view bytes, const std::function<void(Event&)>& callback) {
    for (std::size_t newline = bytes.find('\n'); newline != std::string_view::npos; newline = bytes.find('\n')) {
        rest_ += bytes.substr(0, newline);
        bytes.remove_prefix(newline + 1);
        // A line that cannot be read is a problem of the merged run, which is read again.
        if (auto line = decode_line(rest_)) {
            callback(line->event);
        }
        rest_.clear();
    }
    rest_ += bytes;
}

}  // namespace pf
