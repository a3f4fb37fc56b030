#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <vector>

#include "tests/acceptance/child/child.h"

namespace pf::child {
namespace {

const Word* find_word(std::string_view name) {
    for (const std::span<const Word> table : {output_words(), file_words(), process_words(), network_words()}) {
        for (const Word& word : table) {
            if (word.name == name) {
                return &word;
            }
        }
    }
    return nullptr;
}

bool opens_block(const std::string& word) { return word == "spawn" || word == "daemon"; }

// The index of the `end` that closes a block whose first word is at `from`.
std::size_t block_end(Args words, std::size_t from) {
    std::size_t depth = 1;
    for (std::size_t i = from; i < words.size(); ++i) {
        if (opens_block(words[i])) {
            ++depth;
        } else if (words[i] == "end" && --depth == 0) {
            return i;
        }
    }
    fail(kMisuse, "a block without its end");
}

std::vector<std::string> substitute(Args args) {
    std::vector<std::string> result(args.begin(), args.end());
    for (std::string& arg : result) {
        if (arg.starts_with("env:")) {
            const std::size_t end = std::min(arg.find('/'), arg.size());
            const char* value = std::getenv(arg.substr(4, end - 4).c_str());
            arg = (value == nullptr ? "" : value) + arg.substr(end);
        }
    }
    return result;
}

// Returns how many of `words` it used.
std::size_t run_first(Args words) {
    if (opens_block(words[0])) {
        const std::size_t end = block_end(words, 1);
        (words[0] == "spawn" ? run_in_background : run_as_daemon)(words.subspan(1, end - 1));
        return end + 1;
    }
    const Word* word = find_word(words[0]);
    if (word == nullptr || words.size() <= word->arity) {
        fail(kMisuse, "unknown word or too few arguments: " + words[0]);
    }
    word->run(substitute(words.subspan(1, word->arity)));
    return 1 + word->arity;
}

}  // namespace

void run_words(Args words) {
    for (std::size_t next = 0; next < words.size();) {
        next += run_first(words.subspan(next));
    }
}

void fail(int code, const std::string& message) {
    write_all(STDERR_FILENO, "pf_test_child: " + message + "\n");
    ::_exit(code);
}

int to_int(const std::string& text) {
    char* end = nullptr;
    const long value = std::strtol(text.c_str(), &end, 10);
    if (text.empty() || *end != '\0') {
        fail(kMisuse, "not a number: " + text);
    }
    return static_cast<int>(value);
}

double to_seconds(const std::string& text) {
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (text.empty() || *end != '\0') {
        fail(kMisuse, "not a number: " + text);
    }
    return value;
}

void sleep_for(double seconds) {
    const auto whole = static_cast<std::time_t>(seconds);
    timespec left{whole, static_cast<long>((seconds - static_cast<double>(whole)) * 1e9)};
    while (::nanosleep(&left, &left) != 0 && errno == EINTR) {
    }
}

void wait_for(const std::string& what, double seconds, const std::function<bool()>& done) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    while (!done()) {
        if (std::chrono::steady_clock::now() > deadline) {
            fail(kDeadline, "waited in vain for " + what);
        }
        sleep_for(0.003);
    }
}

bool write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(fd, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR) {
            return false;
        }
        bytes.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
    return true;
}

}  // namespace pf::child

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    pf::child::run_words(words);
    return 0;
}
