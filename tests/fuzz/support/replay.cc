// Stands in for libFuzzer with any compiler: runs a target on the files it is given (of folders, all), then on random
// changes of them. After a failure the input is in ./failing-input.
//
//   <target> [--changes <n>] [--seed <n>] <file or folder>...
#include <dirent.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "tests/fuzz/support/fuzz.h"
#include "tool/support/file.h"

namespace {

// SplitMix64.
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}
    std::uint64_t operator()() {
        std::uint64_t mixed = state_ += 0x9e3779b97f4a7c15U;
        mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
        return mixed ^ (mixed >> 31U);
    }

private:
    std::uint64_t state_;
};

constexpr unsigned kLongestSeconds = 20;  // Of one input; far more than any takes.
constexpr std::size_t kLongestChanged = std::size_t{64} << 10U;

std::string current;  // For keep_input().

// In a signal handler: async-signal-safe calls only.
void keep_input(int signal) {
    const int file = open("failing-input", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    const char words[] = "the input is in ./failing-input\n";
    if (write(file, current.data(), current.size()) >= 0) {
        static_cast<void>(!write(STDERR_FILENO, words, sizeof words - 1));
    }
    static_cast<void>(std::signal(signal, SIG_DFL));
    static_cast<void>(std::raise(signal));
}

void run(const std::string& input) {
    current = input;
    alarm(kLongestSeconds);
    // A copy of just this size, for sanitizers to see where it ends.
    const std::vector<std::uint8_t> bytes(input.begin(), input.end());
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
    alarm(0);
}

std::string content_of(const std::string& path) {
    auto content = pf::read_file(path);
    PF_HOLDS_WITH(content.ok(), path);
    return std::move(*content);
}

std::vector<std::string> inputs_of(const std::string& path) {
    std::vector<std::string> files;
    DIR* const directory = opendir(path.c_str());
    while (const dirent* entry = directory == nullptr ? nullptr : readdir(directory)) {
        if (entry->d_name[0] != '.') {
            files.push_back(path + "/" + entry->d_name);
        }
    }
    if (directory == nullptr) {
        files.push_back(path);
    } else {
        closedir(directory);
    }
    std::sort(files.begin(), files.end());
    std::vector<std::string> inputs;
    std::transform(files.begin(), files.end(), std::back_inserter(inputs), content_of);
    return inputs;
}

// Any place in `text`, its end too.
std::size_t place(const std::string& text, Random& random) { return random() % (text.size() + 1); }

std::string piece(const std::string& text, Random& random) {
    return text.substr(place(text, random), 1 + random() % 16);
}

void change(std::string& text, const std::vector<std::string>& inputs, Random& random) {
    const std::size_t at = place(text, random);
    switch (random() % 6) {
        case 0:
            text.insert(at, 1, static_cast<char>(random()));
            break;
        case 1:
            text.erase(at, 1 + random() % 16);
            break;
        case 2:
            text.insert(at, piece(inputs[random() % inputs.size()], random));
            break;
        case 3:
            text.replace(at, 1, 1, "\0\x01\n\x7f\x80\xff<{\"=0-"[random() % 12]);
            break;
        case 4:
            if (at < text.size()) {
                text[at] = static_cast<char>(text[at] ^ (1 << random() % 8));
            }
            break;
        default:
            text = text.substr(0, at) + inputs[random() % inputs.size()].substr(0, kLongestChanged);
    }
}

// Without the sanitizers, which map what they need: what takes this much for a few kilobytes would take any amount.
void limit_memory() {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    constexpr rlim_t kMost = rlim_t{1} << 30U;
    const rlimit limit{kMost, kMost};
    setrlimit(RLIMIT_DATA, &limit);
#endif
}

}  // namespace

int main(int argc, char** argv) {
    unsigned long changes = 0;
    unsigned long seed = 1;
    std::vector<std::string> inputs;
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--changes") == 0 && i + 1 < argc) {
            changes = std::strtoul(argv[++i], nullptr, 10);
        } else if (std::strcmp(argv[i], "--seed") == 0 && i + 1 < argc) {
            seed = std::strtoul(argv[++i], nullptr, 10);
        } else {
            const auto more = inputs_of(argv[i]);
            inputs.insert(inputs.end(), more.begin(), more.end());
        }
    }
    std::printf("%zu inputs, then %lu changed ones, seed %lu\n", inputs.size(), changes, seed);
    if (inputs.empty()) {
        return 1;
    }
    limit_memory();
    for (const int number : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGALRM}) {
        static_cast<void>(std::signal(number, keep_input));
    }
    for (const std::string& input : inputs) {
        run(input);
    }
    Random random(seed);
    for (unsigned long i = 0; i < changes; ++i) {
        std::string input = inputs[random() % inputs.size()];
        for (auto n = 1 + random() % 4; n > 0; --n) {
            change(input, inputs, random);
        }
        run(input);
    }
    return 0;
}
