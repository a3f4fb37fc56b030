#include "tool/process/capture.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

namespace pf {

Capture Capture::uncaptured(std::string statement) {
    Capture capture;
    capture.bytes_ = statement.size();
    capture.text_ = std::move(statement);
    capture.captured_ = false;
    return capture;
}

void Capture::append(std::string_view bytes) {
    bytes_ += bytes.size();
    if (!split_) {
        text_.append(bytes);
        if (text_.size() <= limits_.head + limits_.tail) {
            return;
        }
        split_ = true;
        spill(text_);
        tail_ = text_.substr(limits_.head);
        text_.resize(limits_.head);
        text_.shrink_to_fit();
    } else {
        spill(bytes);
        tail_.append(bytes.substr(bytes.size() - std::min(bytes.size(), limits_.tail)));
    }
    if (tail_.size() > 2 * limits_.tail) {
        tail_.erase(0, tail_.size() - limits_.tail);
    }
}

void Capture::spill(std::string_view bytes) {
    if (file_path_.empty() || file_failed_ || in_file_ >= limits_.file) {
        return;
    }
    if (!file_) {
        constexpr mode_t kAll = 0777;  // The umask decides.
        mkdir(file_path_.substr(0, file_path_.rfind('/')).c_str(), kAll);
        file_.reset(open(file_path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
    }
    bytes = bytes.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), limits_.file - in_file_)));
    while (!bytes.empty()) {
        const ssize_t wrote = write(file_.get(), bytes.data(), bytes.size());
        if (wrote <= 0) {
            file_failed_ = true;  // The disk may be full. Head and tail are kept.
            return;
        }
        in_file_ += static_cast<std::uint64_t>(wrote);
        bytes.remove_prefix(static_cast<std::size_t>(wrote));
    }
}

std::string_view Capture::tail(std::size_t size) const {
    const std::string_view from = split_ ? tail_ : text_;
    return from.substr(from.size() - std::min(from.size(), size));
}

void Capture::with_text(const std::function<void(std::string_view, bool)>& callback) const {
    if (!split_) {
        callback(captured_ ? std::string_view(text_) : std::string_view(), captured_);
        return;
    }
    if (file_failed_ || in_file_ == 0) {
        callback(text_, false);
        return;
    }
    const Descriptor file(open(file_path_.c_str(), O_RDONLY | O_CLOEXEC));
    void* map = mmap(nullptr, in_file_, PROT_READ, MAP_PRIVATE, file.get(), 0);
    if (map == MAP_FAILED) {  // NOLINT(cppcoreguidelines-pro-type-cstyle-cast): the macro has it.
        callback(text_, false);
        return;
    }
    callback({static_cast<const char*>(map), in_file_}, in_file_ == bytes_);
    munmap(map, in_file_);
}

Captured Capture::take() {
    Captured captured;
    captured.bytes = bytes_;
    captured.cut = split_;
    captured.in_file = in_file_ > 0;
    captured.text = std::move(text_);
    if (split_) {
        const std::string_view end = tail(limits_.tail);
        const std::uint64_t left_out = bytes_ - captured.text.size() - end.size();
        captured.text += "\n[... " + std::to_string(left_out) + " bytes left out ...]\n";
        captured.text += end;
    }
    *this = Capture({}, limits_);
    return captured;
}

}  // namespace pf
