#include "runtime/mailbox.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace pf {

Mailbox::Mailbox() {
    void* const memory = mmap(nullptr, sizeof(Content), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    content_ = memory != MAP_FAILED ? static_cast<Content*>(memory) : nullptr;
}

Mailbox::~Mailbox() {
    if (content_ != nullptr) {
        munmap(content_, sizeof(Content));
    }
}

bool Mailbox::put(const std::string& frame) {
    if (content_ == nullptr || frame.size() > kCapacity) {
        return false;
    }
    std::memcpy(content_->bytes, frame.data(), frame.size());
    content_->size = frame.size();
    return true;
}

std::string Mailbox::take() {
    if (content_ == nullptr || content_->size == 0) {
        return "";
    }
    // The test may have overwritten the size.
    return {content_->bytes, std::min(std::exchange(content_->size, 0), kCapacity)};
}

}  // namespace pf
