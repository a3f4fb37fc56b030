// Whether a service is ready, by what it prints and by sd_notify. The first byte of an input says by which: 'n' for
// sd_notify, and then a NUL ends each message; any other for a log, and chooses one of kPatterns.
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>

#include "tests/fuzz/support/fuzz.h"
#include "tool/session/readiness.h"
#include "tool/support/regex.h"

using namespace pf;

namespace {

constexpr std::array<const char*, 4> kPatterns{"ready", "^port (?<PORT>[0-9]+)$", "^(?<A>.*)=(?<B>.*)$", "^$"};
constexpr std::size_t kLongestLine = std::size_t{64} << 10U;  // Of which the rest is not looked at.

struct Seen {
    bool ready = false;
    Variables variables;

    bool operator==(const Seen&) const = default;
};

// By what has a newline at its end.
Seen expected_of(std::string_view log, const std::string& pattern) {
    static RegexCache regexes;
    const Result<Regex>& regex = regexes.get(pattern);
    auto lines = fuzz::split(log, '\n');
    lines.pop_back();
    for (std::string_view line : lines) {
        line = line.substr(0, kLongestLine);
        line.remove_suffix(!line.empty() && line.back() == '\r' ? 1 : 0);
        if (const auto found = regex->search(line); *found) {
            return {true, (*found)->groups};
        }
    }
    return {};
}

PlannedFixture service() {
    PlannedFixture fixture;
    fixture.name = "service";
    fixture.kind = FixtureKind::service;
    fixture.binary_dir = "/";
    return fixture;
}

void hold_log(const char* pattern, std::string_view log) {
    Plan plan;
    SessionContext context(plan, "", 0);
    PlannedFixture fixture = service();
    fixture.ready_log = pattern;
    Readiness readiness(context, fixture, 0, getpid(), [] {});
    readiness.running();
    for (const std::string_view piece : fuzz::pieces(log)) {
        readiness.output(piece);
    }
    PF_HOLDS(readiness.error().empty());
    PF_HOLDS((Seen{readiness.ready(), readiness.variables()} == expected_of(log, pattern)));
}

// "@name" of the abstract namespace.
void notify(const std::string& name, std::string_view message) {
    const Descriptor socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path + 1, name.data() + 1, name.size() - 1);
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
    PF_HOLDS(sendto(socket.get(), message.data(), message.size(), 0, reinterpret_cast<const sockaddr*>(&address),
                    length) == static_cast<ssize_t>(message.size()));
}

void hold_notify(std::string_view messages) {
    constexpr std::size_t kLongest = 4096;
    Plan plan;
    SessionContext context(plan, "", 0);
    PlannedFixture fixture = service();
    fixture.ready_notify = true;
    Readiness readiness(context, fixture, 0, getpid(), [] {});
    const std::vector<std::string> base;
    VariableList variables(base);
    PF_HOLDS(readiness.prepare(variables).ok());
    readiness.running();
    const std::string name = variables.changes().front().substr(std::strlen("NOTIFY_SOCKET="));
    bool expected = false;
    for (const std::string_view part : fuzz::split(messages, '\0')) {
        const std::string_view message = part.substr(0, kLongest);
        const auto lines = fuzz::split(message, '\n');
        expected = expected || std::find(lines.begin(), lines.end(), "READY=1") != lines.end();
        notify(name, message);
        context.loop.turn(0);
        PF_HOLDS(readiness.ready() == expected && readiness.error().empty());
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input = fuzz::text_of(data, size);
    if (input.empty()) {
        return 0;
    }
    if (input.front() == 'n') {
        hold_notify(input.substr(1));
    } else {
        hold_log(kPatterns[static_cast<unsigned char>(input.front()) % kPatterns.size()], input.substr(1));
    }
    return 0;
}
