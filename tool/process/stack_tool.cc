#include "tool/process/stack_tool.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <memory>
#include <vector>

#include "runtime/descriptor.h"
#include "runtime/environment.h"
#include "runtime/spawn.h"
#include "runtime/text.h"

namespace pf {
namespace {

constexpr std::size_t kMostOutput = std::size_t{256} << 10U;
constexpr std::size_t kLineHead = 130;  // Bytes of a long line that are kept at its two ends.
constexpr std::size_t kLineTail = 67;

// What the names of the functions of the runtime begin with that call a test: those of its adapters, and what calls a
// program with a framework of its own, or a hook.
constexpr std::string_view kTestCallers[] = {
    "parallel_fixtures::gtest_access::run",
    "parallel_fixtures::(anonymous namespace)::GTestProgram::run",
    "pf::Catch2Program::run",
    "pf::DoctestProgram::run",
    "pf::TestRunner::",
};

bool is_eu_stack(const std::string& tool) { return tool.ends_with("eu-stack"); }

// `what` are the words that name the process or the core file.
std::vector<std::string> command_for(const std::string& tool, const std::vector<std::string>& what) {
    std::vector<std::string> words{tool, "-s", "-n", "64"};
    if (!is_eu_stack(tool)) {
        words = {tool,   "-nx",
                 "-q",   "-batch",
                 "-iex", "set debuginfod enabled off",
                 "-ex",  "set backtrace limit 64",
                 "-ex",  "thread apply all backtrace"};
    }
    words.insert(words.end(), what.begin(), what.end());
    return words;
}

// Returns whether the file is a core file of this user that was written after `since`.
bool is_core(const std::string& path, double since) {
    struct stat facts {};
    if (lstat(path.c_str(), &facts) != 0 || !S_ISREG(facts.st_mode) || facts.st_uid != geteuid()) {
        return false;
    }
    constexpr double kNano = 1e-9;
    const double written =
        static_cast<double>(facts.st_mtim.tv_sec) + static_cast<double>(facts.st_mtim.tv_nsec) * kNano;
    const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    constexpr std::size_t kTypeAt = 16;  // The place of e_type in an ELF file.
    constexpr unsigned char kCore = 4;   // ET_CORE.
    std::array<unsigned char, kTypeAt + 2> head{};
    return written >= since && file &&
           read(file.get(), head.data(), head.size()) == static_cast<ssize_t>(head.size()) &&
           std::memcmp(head.data(),
                       "\x7f"
                       "ELF",
                       4) == 0 &&
           head[kTypeAt] + head[kTypeAt + 1] == kCore;
}

// Runs a command to its end, and returns what it prints to stdout and stderr.
std::string output_of(const std::vector<std::string>& words) {
    auto pipe = make_pipe();
    if (!pipe.ok()) {
        return pipe.error().message;
    }
    // No debugger may ask a server for symbols.
    const EnvironmentBlock environment(inherited_environment(), {"DEBUGINFOD_URLS", "LC_ALL=C"});
    const std::vector<std::string> shell{"/bin/sh", "-c", "exec 2>&1; exec \"$@\"", "sh"};
    std::vector<std::string> all(shell);
    all.insert(all.end(), words.begin(), words.end());
    const std::vector<char*> argv = as_argv(all);
    SpawnRequest request;
    request.program = argv.front();
    request.argv = argv.data();
    request.envp = environment.data();
    request.stdout_fd = pipe->write.get();
    const SpawnResult started = spawn(request);
    pipe->write.reset();
    if (started.pid < 0) {
        return std::string("cannot start ") + words.front() + ": " + std::strerror(started.error_number);
    }
    std::string text;
    std::array<char, 16384> buffer;
    ssize_t got = 0;
    while ((got = read(pipe->read.get(), buffer.data(), buffer.size())) > 0 || (got < 0 && errno == EINTR)) {
        if (got > 0 && text.size() < kMostOutput) {
            text.append(buffer.data(), static_cast<std::size_t>(got));
        }
    }
    while (waitpid(started.pid, nullptr, 0) < 0 && errno == EINTR) {
    }
    return text;
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

// Returns whether the line begins a frame "#1  0x12 f(int)" of eu-stack or "#1  0x12 in f (a=1)" of gdb, which leaves
// the address out for some, whose function calls tests.
bool calls_test(std::string_view line) {
    if (!line.starts_with("#")) {
        return false;
    }
    for (const std::string_view prefix : {"#", "0x", "in "}) {
        if (line.starts_with(prefix)) {
            const std::size_t end = std::min(line.find(' '), line.size());
            line.remove_prefix(std::min(line.find_first_not_of(' ', end), line.size()));
        }
    }
    return std::any_of(std::begin(kTestCallers), std::end(kTestCallers),
                       [line](std::string_view caller) { return line.starts_with(caller); });
}

// Returns the line without the middle of a long one: the function is at its beginning, and the place at its end.
std::string without_middle(std::string_view line) {
    if (line.size() <= kLineHead + kLineTail + 3) {
        return std::string(line);
    }
    const std::size_t tail = utf8_prefix(line, line.size() - kLineTail).size();
    return std::string(utf8_prefix(line, kLineHead)).append("...").append(line.substr(tail));
}

std::string stacks_from(const std::string& output, const std::string& tool) {
    return above_runtime(is_eu_stack(tool) ? output : only_backtraces(output));
}

}  // namespace

std::string only_backtraces(std::string_view output) {
    std::string kept;
    bool in_frame = false;
    for (const std::string_view line : lines_of(output)) {
        // The line of a long frame is continued by lines that are indented.
        in_frame = line.starts_with("Thread ") || line.starts_with("#") || (in_frame && line.starts_with(" "));
        if (in_frame) {
            kept.append(line).append("\n");
        }
    }
    return kept.empty() ? std::string(output) : kept;
}

std::string above_runtime(std::string_view backtraces) {
    std::string kept;
    bool is_below = false;
    for (const std::string_view line : lines_of(backtraces)) {
        is_below = is_below && !line.starts_with("Thread ") && !line.starts_with("TID ");
        if (!is_below) {
            kept.append(without_middle(line)).append("\n");
            is_below = calls_test(line);
        }
    }
    return kept;
}

std::string stacks_of(pid_t process, const std::string& tool) {
    return stacks_from(output_of(command_for(tool, {"-p", std::to_string(process)})), tool);
}

std::string stacks_in_core(const std::string& core, const std::string& program, const std::string& tool) {
    return stacks_from(
        output_of(command_for(tool, is_eu_stack(tool) ? std::vector{"--core=" + core} : std::vector{program, core})),
        tool);
}

std::string find_core(const std::string& pattern, const std::string& directory, double since) {
    if (pattern.empty() || pattern.front() == '|') {
        return "";
    }
    const std::size_t slash = pattern.rfind('/');
    const std::string below = slash == std::string::npos ? "" : "/" + pattern.substr(0, slash);
    const std::string folder = pattern.front() == '/' ? pattern.substr(0, slash) : directory + below;
    const std::unique_ptr<DIR, int (*)(DIR*)> entries(opendir(folder.c_str()), closedir);
    std::string found;
    while (const dirent* entry = entries ? readdir(entries.get()) : nullptr) {
        const std::string path = folder + "/" + static_cast<const char*>(entry->d_name);
        if (is_core(path, since)) {
            if (!found.empty()) {
                return "";
            }
            found = path;
        }
    }
    return found;
}

bool has_sanitizer(const std::string& program) {
    const Descriptor file(open(program.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat facts {};
    if (!file || fstat(file.get(), &facts) != 0 || facts.st_size <= 0) {
        return false;
    }
    const auto size = static_cast<std::size_t>(facts.st_size);
    void* const bytes = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0);
    if (bytes == MAP_FAILED) {
        return false;
    }
    const std::string_view text(static_cast<const char*>(bytes), size);
    bool found = false;
    // GCC links a library, and Clang links the code that reads these variables. A name such as __tsan_init says
    // nothing: programs that are linked with ParallelFixtures look for it.
    for (const std::string_view name : {"libasan.so", "libtsan.so", "liblsan.so", "libhwasan.so", "libclang_rt.",
                                        "ASAN_OPTIONS", "TSAN_OPTIONS", "MSAN_OPTIONS", "LSAN_OPTIONS"}) {
        found = found || memmem(text.data(), text.size(), name.data(), name.size()) != nullptr;
    }
    munmap(bytes, size);
    return found;
}

}  // namespace pf
