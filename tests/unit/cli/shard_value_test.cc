#include "tool/cli/shard_value.h"

#include <map>

#include "tests/support/catch.h"

using namespace pf;

namespace {

using Variables = std::map<std::string, std::string>;

Result<Shard> of_environment(const Variables& variables) {
    return shard_of_environment([&](const char* name) -> const char* {
        const auto found = variables.find(name);
        return found == variables.end() ? nullptr : found->second.c_str();
    });
}

Shard shard_of(const Variables& variables) {
    const Result<Shard> shard = of_environment(variables);
    INFO((shard.ok() ? "" : shard.error().message));
    REQUIRE(shard.ok());
    return *shard;
}

std::string error_of(const Variables& variables) {
    const Result<Shard> shard = of_environment(variables);
    REQUIRE(!shard.ok());
    return shard.error().message;
}

}  // namespace

TEST_CASE("a shard is written i/n") {
    const Getenv nothing = [](const char*) -> const char* { return nullptr; };
    const auto parsed = [&](const std::string& text) { return parse_shard(text, nothing); };
    CHECK(*parsed("1/1") == Shard{1, 1});
    CHECK(*parsed("8/8") == Shard{8, 8});
    CHECK(*parsed("10000/10000") == Shard{10000, 10000});
    for (const char* wrong : {"", "1", "/", "0/8", "9/8", "1/0", "-1/8", "1/8/2", "a/b", "1/10001", " 1/8", "1/"}) {
        CAPTURE(wrong);
        REQUIRE(!parsed(wrong).ok());
        CHECK(parsed(wrong).error().message.find("is not <i>/<n>") != std::string::npos);
    }
    CHECK(!parsed("auto").ok());
}

TEST_CASE("auto takes the number that an engine gives, whatever it counts from") {
    CHECK(shard_of({{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "4"}}) == Shard{1, 4});
    CHECK(shard_of({{"SLURM_ARRAY_TASK_ID", "14"},
                    {"SLURM_ARRAY_TASK_MIN", "10"},
                    {"SLURM_ARRAY_TASK_STEP", "2"},
                    {"SLURM_ARRAY_TASK_COUNT", "4"}}) == Shard{3, 4});
    CHECK(shard_of({{"OMPI_COMM_WORLD_RANK", "3"}, {"OMPI_COMM_WORLD_SIZE", "4"}}) == Shard{4, 4});
    CHECK(shard_of({{"PMI_RANK", "1"}, {"PMI_SIZE", "2"}}) == Shard{2, 2});
    CHECK(shard_of({{"JOB_COMPLETION_INDEX", "2"}, {"PARALLEL_FIXTURES_SHARDS", "5"}}) == Shard{3, 5});
    CHECK(shard_of({{"CI_NODE_INDEX", "1"}, {"CI_NODE_TOTAL", "3"}}) == Shard{1, 3});
    CHECK(shard_of({{"BUILDKITE_PARALLEL_JOB", "0"}, {"BUILDKITE_PARALLEL_JOB_COUNT", "3"}}) == Shard{1, 3});
    CHECK(shard_of({{"CIRCLE_NODE_INDEX", "2"}, {"CIRCLE_NODE_TOTAL", "3"}}) == Shard{3, 3});
    CHECK(shard_of({{"TEST_SHARD_INDEX", "2"}, {"TEST_TOTAL_SHARDS", "3"}}) == Shard{3, 3});
}

TEST_CASE("the single step of a job of an array does not count") {
    CHECK(shard_of({{"SLURM_ARRAY_TASK_ID", "2"},
                    {"SLURM_ARRAY_TASK_MIN", "1"},
                    {"SLURM_ARRAY_TASK_STEP", "1"},
                    {"SLURM_ARRAY_TASK_COUNT", "4"},
                    {"SLURM_PROCID", "0"},
                    {"SLURM_NTASKS", "1"}}) == Shard{2, 4});
    CHECK(shard_of({{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "1"}, {"CI_NODE_INDEX", "2"}, {"CI_NODE_TOTAL", "4"}}) ==
          Shard{2, 4});
}

TEST_CASE("variables that say nothing usable are an error that names them") {
    CHECK(error_of({}).find("docs/shards.md") != std::string::npos);
    CHECK(error_of({{"SLURM_PROCID", "0"}}) == "SLURM_NTASKS is not set");
    CHECK(error_of({{"CI_NODE_INDEX", "x"}, {"CI_NODE_TOTAL", "4"}}) == "CI_NODE_INDEX is 'x', which is not a number");
    CHECK(error_of({{"CI_NODE_INDEX", "0"}, {"CI_NODE_TOTAL", "4"}}) ==
          "CI_NODE_INDEX=0 and CI_NODE_TOTAL=4 do not name a shard");
    CHECK(error_of({{"PMI_RANK", "4"}, {"PMI_SIZE", "4"}}) == "PMI_RANK=4 and PMI_SIZE=4 do not name a shard");
    CHECK(error_of({{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "4"}, {"CI_NODE_INDEX", "2"}, {"CI_NODE_TOTAL", "8"}}) ==
          "SLURM_PROCID says 1/4, and CI_NODE_INDEX says 2/8; write the shard, as in 2/8");
}
