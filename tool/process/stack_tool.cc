#include "tool/process/stack_tool.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

#include "runtime/descriptor.h"
#include "runtime/environment.h"
#include "runtime/spawn.h"

namespace pf {
namespace {

constexpr std::size_t kMostOutput = std::size_t{256} << 10U;

std::vector<std::string> command_for(pid_t process, const std::string& tool) {
    const std::string pid = std::to_string(process);
    if (tool.ends_with("eu-stack")) {
        return {tool, "-s", "-n", "64", "-p", pid};
    }
    return {tool,   "-nx",
            "-q",   "-batch",
            "-iex", "set debuginfod enabled off",
            "-ex",  "set backtrace limit 64",
            "-ex",  "thread apply all backtrace",
            "-p",   pid};
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
    const std::string output = output_of(command_for(process, tool));
    return tool.ends_with("eu-stack") ? output : only_backtraces(output);
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
    for (const std::string_view name : {"__asan_init", "__tsan_init", "__msan_init", "__hwasan_init", "__lsan_init"}) {
        found = found || memmem(text.data(), text.size(), name.data(), name.size()) != nullptr;
    }
    munmap(bytes, size);
    return found;
}

}  // namespace pf
