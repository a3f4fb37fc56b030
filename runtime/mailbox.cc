#include "runtime/mailbox.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstring>

#include "runtime/wire.h"

namespace pf {
namespace {

constexpr std::size_t kMebibyte = std::size_t{1} << 20U;
// The message that carries a report has other fields too.
constexpr std::size_t kSizes[] = {kMaxFrame - kMebibyte, kMebibyte};
// Bytes whose pages stay for the next report.
constexpr std::size_t kKept = 4096;

}  // namespace

Mailbox::Mailbox() {
    for (const std::size_t size : kSizes) {
        void* const memory =
            mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (memory != MAP_FAILED) {
            size_ = static_cast<std::size_t*>(memory);
            mapped_ = size;
            return;
        }
    }
}

Mailbox::~Mailbox() {
    if (size_ != nullptr) {
        munmap(size_, mapped_);
    }
}

bool Mailbox::put(const std::string& frame) {
    if (size_ == nullptr || frame.size() > capacity()) {
        return false;
    }
    std::memcpy(bytes(), frame.data(), frame.size());
    *size_ = frame.size();
    return true;
}

void Mailbox::clear() {
    if (size_ != nullptr && *size_ != 0) {
        *size_ = 0;
    }
}

void Mailbox::take(std::string& frame) {
    frame.clear();
    if (size_ == nullptr || *size_ == 0) {
        return;
    }
    // The test may have overwritten the size.
    const std::size_t size = std::min(*size_, capacity());
    frame.assign(bytes(), size);
    *size_ = 0;
    if (size > kKept) {
        madvise(size_, mapped_, MADV_REMOVE);
    }
}

}  // namespace pf
