#include "tool/cli/shard_value.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "tool/support/number.h"
#include "tool/support/text.h"

namespace pf {
namespace {

// The variables with which an engine numbers the machines that it starts.
struct Engine {
    const char* index;
    const char* count;
    const char* first;  // The variable with the lowest index; null: it is `base`.
    const char* step;   // The variable with the distance of two indices; null: it is 1.
    std::uint32_t base;
};

constexpr std::array kEngines{
    Engine{"SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_STEP", 0},
    Engine{"SLURM_PROCID", "SLURM_NTASKS", nullptr, nullptr, 0},
    Engine{"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", nullptr, nullptr, 0},
    Engine{"PMI_RANK", "PMI_SIZE", nullptr, nullptr, 0},
    Engine{"JOB_COMPLETION_INDEX", "PARALLEL_FIXTURES_SHARDS", nullptr, nullptr, 0},
    Engine{"CI_NODE_INDEX", "CI_NODE_TOTAL", nullptr, nullptr, 1},
    Engine{"BUILDKITE_PARALLEL_JOB", "BUILDKITE_PARALLEL_JOB_COUNT", nullptr, nullptr, 0},
    Engine{"CIRCLE_NODE_INDEX", "CIRCLE_NODE_TOTAL", nullptr, nullptr, 0},
    Engine{"TEST_SHARD_INDEX", "TEST_TOTAL_SHARDS", nullptr, nullptr, 0},
};

Result<std::uint32_t> number_of(const char* name, const Getenv& getenv) {
    const char* text = getenv(name);
    if (text == nullptr || *text == '\0') {
        return Error{fmt::format("{} is not set", name)};
    }
    if (const auto number = parse_number<std::uint32_t>(text)) {
        return *number;
    }
    return Error{fmt::format("{} is '{}', which is not a number", name, one_line(text))};
}

Result<std::uint32_t> number_or(const char* name, std::uint32_t standard, const Getenv& getenv) {
    return name == nullptr ? Result<std::uint32_t>(standard) : number_of(name, getenv);
}

Result<Shard> shard_of(const Engine& engine, const Getenv& getenv) {
    const auto index = number_of(engine.index, getenv);
    const auto count = number_of(engine.count, getenv);
    const auto first = number_or(engine.first, engine.base, getenv);
    const auto step = number_or(engine.step, 1, getenv);
    for (const auto* number : {&index, &count, &first, &step}) {
        if (!number->ok()) {
            return number->error();
        }
    }
    if (*step == 0 || *index < *first || (*index - *first) / *step >= *count || *count > kMaxShards) {
        return Error{fmt::format("{}={} and {}={} do not name a shard", engine.index, *index, engine.count, *count)};
    }
    return Shard{(*index - *first) / *step + 1, *count};
}

struct Found {
    const Engine* engine;
    Shard shard;
};

std::string text_of(const Found& found) {
    return fmt::format("{} says {}/{}", found.engine->index, found.shard.number, found.shard.count);
}

}  // namespace

Result<Shard> shard_of_environment(const Getenv& getenv) {
    std::optional<Found> found;
    for (const Engine& engine : kEngines) {
        const char* text = getenv(engine.index);
        if (text == nullptr || *text == '\0') {
            continue;
        }
        const Result<Shard> shard = shard_of(engine, getenv);
        if (!shard.ok()) {
            return shard.error();
        }
        const Found one{&engine, *shard};
        if (found && found->shard.count > 1 && shard->count > 1 && found->shard != *shard) {
            return Error{fmt::format("{}, and {}; write the shard, as in 2/8", text_of(*found), text_of(one))};
        }
        if (!found || found->shard.count == 1) {
            found = one;
        }
    }
    if (!found) {
        return Error{
            "no variable of the environment has the number of this machine (docs/shards.md lists them); write it, as "
            "in "
            "2/8"};
    }
    return found->shard;
}

std::vector<const char*> shard_variables() {
    std::vector<const char*> names;
    for (const Engine& engine : kEngines) {
        for (const char* name : {engine.index, engine.count, engine.first, engine.step}) {
            if (name != nullptr) {
                names.push_back(name);
            }
        }
    }
    return names;
}

Result<Shard> parse_shard(const std::string& text, const Getenv& getenv) {
    if (text == "auto") {
        return shard_of_environment(getenv);
    }
    const std::size_t slash = text.find('/');
    const auto number = parse_number<std::uint32_t>(text.substr(0, slash));
    const auto count = parse_number<std::uint32_t>(slash == std::string::npos ? "" : text.substr(slash + 1));
    if (number && count && *number >= 1 && *number <= *count && *count <= kMaxShards) {
        return Shard{*number, *count};
    }
    return Error{
        fmt::format("'{}' is not <i>/<n> with i from 1 to n and n up to {}, and not auto", one_line(text), kMaxShards)};
}

}  // namespace pf
