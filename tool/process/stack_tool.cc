#include "tool/process/stack_tool.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <vector>

#include "runtime/descriptor.h"
#include "runtime/environment.h"
#include "runtime/spawn.h"

namespace pf {
namespace {

constexpr std::size_t kMostOutput = std::size_t{256} << 10U;

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

}  // namespace

std::string only_backtraces(std::string_view output) {
    std::string kept;
    bool in_frame = false;
    for (std::string_view rest = output; !rest.empty();) {
        const std::size_t end = rest.find('\n');
        const std::string_view line = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
        // The line of a long frame is continued by lines that are indented.
        in_frame = line.starts_with("Thread ") || line.starts_with("#") || (in_frame && line.starts_with(" "));
        if (in_frame) {
            kept.append(line).append("\n");
        }
    }
    return kept.empty() ? std::string(output) : kept;
}

std::string stacks_of(pid_t process, const std::string& tool) {
    const std::string output = output_of(command_for(tool, {"-p", std::to_string(process)}));
    return is_eu_stack(tool) ? output : only_backtraces(output);
}

std::string stacks_in_core(const std::string& core, const std::string& program, const std::string& tool) {
    const std::string output =
        output_of(command_for(tool, is_eu_stack(tool) ? std::vector{"--core=" + core} : std::vector{program, core}));
    return is_eu_stack(tool) ? output : only_backtraces(output);
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
