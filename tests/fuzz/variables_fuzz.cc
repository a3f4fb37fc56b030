// The file of PARALLEL_FIXTURES_ENV, and the environments that clients send. An input is the file, an environment and
// another, a line each variable, with the byte GS (0x1D) between.
#include <algorithm>
#include <map>

#include "tests/fuzz/support/fuzz.h"
#include "tool/session/variables.h"

using namespace pf;

namespace {

void hold_file(std::string_view content) {
    constexpr std::size_t kLongestMessage = 4096;
    const auto variables = parse_variables(content);
    if (!variables.ok()) {
        PF_IS_MESSAGE(variables.error().message);
        PF_HOLDS(variables.error().message.size() < kLongestMessage);
        return;
    }
    std::string again;
    for (const auto& [name, value] : *variables) {
        PF_HOLDS(!name.empty() && name.find("PARALLEL_FIXTURES_") != 0);
        PF_HOLDS(name.find_first_of(std::string_view("=\0\n", 3)) == std::string::npos);
        PF_HOLDS(value.find_first_of(std::string_view("\0\n", 2)) == std::string::npos);
        again.append(name).append(1, '=').append(value).append(1, '\n');
    }
    const auto read_again = parse_variables(again);
    PF_HOLDS(read_again.ok() && *read_again == *variables);
}

std::vector<std::string> environment_of(std::string_view lines) {
    std::vector<std::string> environment;
    for (const std::string_view line : fuzz::split(lines, '\n')) {
        if (line.find('=') != std::string_view::npos) {
            environment.emplace_back(line);
        }
    }
    return environment;
}

using Effect = std::map<std::string, std::string>;

Effect effect_of(const std::vector<std::string>& environment, Effect effect = {}) {
    for (const std::string& entry : environment) {
        const std::size_t equals = entry.find('=');
        if (equals == std::string::npos) {
            effect.erase(entry);
        } else {
            effect[entry.substr(0, equals)] = entry.substr(equals + 1);
        }
    }
    return effect;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto parts = fuzz::split(fuzz::text_of(data, size), '\x1d');
    hold_file(parts[0]);
    PF_HOLDS(with_port(parts[0], 8080).find("@PORT@") == std::string::npos);
    if (parts.size() == 3) {
        const auto base = environment_of(parts[1]);
        const auto wanted = environment_of(parts[2]);
        PF_HOLDS(effect_of(environment_changes(base, wanted), effect_of(base)) == effect_of(wanted));
    }
    return 0;
}
