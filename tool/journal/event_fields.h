// The names of all events and of their fields, for both directions of the codec.
#ifndef PARALLEL_FIXTURES_TOOL_JOURNAL_EVENT_FIELDS_H
#define PARALLEL_FIXTURES_TOOL_JOURNAL_EVENT_FIELDS_H

#include <string_view>
#include <tuple>

#include "tool/event/event.h"

namespace pf {

template <typename Struct, typename Member>
struct Field {
    std::string_view name;
    Member Struct::*member;
};

template <typename Struct, typename Member>
constexpr Field<Struct, Member> field(std::string_view name, Member Struct::*member) {
    return {name, member};
}

// Has for each event `kName`, its name in the journal, and `kFields`, its fields in the order of the struct.
template <typename E>
struct EventFields;

template <>
struct EventFields<RunStarted> {
    static constexpr std::string_view kName = "run_started";
    static constexpr auto kFields = std::tuple{
        field("run_id", &RunStarted::run_id),       field("version", &RunStarted::version),
        field("started", &RunStarted::started),     field("command", &RunStarted::command),
        field("build_dir", &RunStarted::build_dir), field("source_dir", &RunStarted::source_dir),
        field("config", &RunStarted::config),       field("hostname", &RunStarted::hostname),
        field("jobs", &RunStarted::jobs),           field("seed", &RunStarted::seed),
        field("shuffled", &RunStarted::shuffled),   field("flaky_fails", &RunStarted::flaky_fails),
        field("shard", &RunStarted::shard),         field("shards", &RunStarted::shards),
        field("digest", &RunStarted::digest),
    };
};

template <>
struct EventFields<ShardDeclared> {
    static constexpr std::string_view kName = "shard_declared";
    static constexpr auto kFields = std::tuple{
        field("shard", &ShardDeclared::shard),
        field("group", &ShardDeclared::group),
        field("tasks", &ShardDeclared::tasks),
    };
};

template <>
struct EventFields<FixtureDeclared> {
    static constexpr std::string_view kName = "fixture_declared";
    static constexpr auto kFields = std::tuple{
        field("name", &FixtureDeclared::name),     field("kind", &FixtureDeclared::kind),
        field("scope", &FixtureDeclared::scope),   field("parents", &FixtureDeclared::parents),
        field("source", &FixtureDeclared::source),
    };
};

template <>
struct EventFields<TaskDeclared> {
    static constexpr std::string_view kName = "task_declared";
    static constexpr auto kFields = std::tuple{
        field("id", &TaskDeclared::id),
        field("group", &TaskDeclared::group),
        field("name", &TaskDeclared::name),
        field("command", &TaskDeclared::command),
        field("labels", &TaskDeclared::labels),
        field("environment", &TaskDeclared::environment),
        field("working_directory", &TaskDeclared::working_directory),
        field("source", &TaskDeclared::source),
        field("fixtures", &TaskDeclared::fixtures),
        field("generated_by", &TaskDeclared::generated_by),
        field("processors", &TaskDeclared::processors),
        field("timeout", &TaskDeclared::timeout),
    };
};

template <>
struct EventFields<PlanEnded> {
    static constexpr std::string_view kName = "plan_ended";
    static constexpr auto kFields = std::tuple{field("tasks", &PlanEnded::tasks)};
};

template <>
struct EventFields<SetupStarted> {
    static constexpr std::string_view kName = "setup_started";
    static constexpr auto kFields = std::tuple{
        field("at", &SetupStarted::at),
        field("fixture", &SetupStarted::fixture),
        field("instance", &SetupStarted::instance),
    };
};

template <>
struct EventFields<SetupEnded> {
    static constexpr std::string_view kName = "setup_ended";
    static constexpr auto kFields = std::tuple{
        field("at", &SetupEnded::at),
        field("fixture", &SetupEnded::fixture),
        field("instance", &SetupEnded::instance),
        field("seconds", &SetupEnded::seconds),
        field("outcome", &SetupEnded::outcome),
        field("reason", &SetupEnded::reason),
        field("variables", &SetupEnded::variables),
        field("kept", &SetupEnded::kept),
        field("output", &SetupEnded::output),
        field("exit_code", &SetupEnded::exit_code),
        field("signal", &SetupEnded::signal),
    };
};

template <>
struct EventFields<FixtureDied> {
    static constexpr std::string_view kName = "fixture_died";
    static constexpr auto kFields = std::tuple{
        field("at", &FixtureDied::at),
        field("fixture", &FixtureDied::fixture),
        field("instance", &FixtureDied::instance),
        field("reason", &FixtureDied::reason),
        field("output", &FixtureDied::output),
    };
};

template <>
struct EventFields<TeardownStarted> {
    static constexpr std::string_view kName = "teardown_started";
    static constexpr auto kFields = std::tuple{
        field("at", &TeardownStarted::at),
        field("fixture", &TeardownStarted::fixture),
        field("instance", &TeardownStarted::instance),
    };
};

template <>
struct EventFields<TeardownEnded> {
    static constexpr std::string_view kName = "teardown_ended";
    static constexpr auto kFields = std::tuple{
        field("at", &TeardownEnded::at),
        field("fixture", &TeardownEnded::fixture),
        field("instance", &TeardownEnded::instance),
        field("seconds", &TeardownEnded::seconds),
        field("passed", &TeardownEnded::passed),
        field("reason", &TeardownEnded::reason),
        field("leaked", &TeardownEnded::leaked),
        field("output", &TeardownEnded::output),
        field("exit_code", &TeardownEnded::exit_code),
        field("signal", &TeardownEnded::signal),
        field("node_lost", &TeardownEnded::node_lost),
    };
};

template <>
struct EventFields<TaskHanded> {
    static constexpr std::string_view kName = "task_handed";
    static constexpr auto kFields = std::tuple{
        field("at", &TaskHanded::at),
        field("id", &TaskHanded::id),
        field("attempt", &TaskHanded::attempt),
        field("worker", &TaskHanded::worker),
    };
};

template <>
struct EventFields<TaskStarted> {
    static constexpr std::string_view kName = "task_started";
    static constexpr auto kFields = std::tuple{
        field("at", &TaskStarted::at),
        field("id", &TaskStarted::id),
        field("attempt", &TaskStarted::attempt),
        field("worker", &TaskStarted::worker),
        field("slot", &TaskStarted::slot),
        field("ahead", &TaskStarted::ahead),
        field("waited_since", &TaskStarted::waited_since),
        field("waited", &TaskStarted::waited),
        field("waited_for", &TaskStarted::waited_for),
    };
};

template <>
struct EventFields<TaskSlow> {
    static constexpr std::string_view kName = "task_slow";
    static constexpr auto kFields = std::tuple{
        field("at", &TaskSlow::at),
        field("id", &TaskSlow::id),
        field("seconds", &TaskSlow::seconds),
    };
};

template <>
struct EventFields<TaskEnded> {
    static constexpr std::string_view kName = "task_ended";
    static constexpr auto kFields = std::tuple{
        field("at", &TaskEnded::at),
        field("id", &TaskEnded::id),
        field("attempt", &TaskEnded::attempt),
        field("worker", &TaskEnded::worker),
        field("slot", &TaskEnded::slot),
        field("seconds", &TaskEnded::seconds),
        field("outcome", &TaskEnded::outcome),
        field("cause", &TaskEnded::cause),
        field("reason", &TaskEnded::reason),
        field("exit_code", &TaskEnded::exit_code),
        field("signal", &TaskEnded::signal),
        field("final", &TaskEnded::final),
        field("flaky", &TaskEnded::flaky),
        field("slow", &TaskEnded::slow),
        field("leaked", &TaskEnded::leaked),
        field("resources", &TaskEnded::resources),
        field("kept_dir", &TaskEnded::kept_dir),
        field("output", &TaskEnded::output),
        field("services", &TaskEnded::services),
        field("stacks", &TaskEnded::stacks),
        field("failures", &TaskEnded::failures),
        field("properties", &TaskEnded::properties),
    };
};

template <>
struct EventFields<TaskStacks> {
    static constexpr std::string_view kName = "task_stacks";
    static constexpr auto kFields = std::tuple{
        field("at", &TaskStacks::at),
        field("id", &TaskStacks::id),
        field("attempt", &TaskStacks::attempt),
        field("stacks", &TaskStacks::stacks),
    };
};

template <>
struct EventFields<Message> {
    static constexpr std::string_view kName = "message";
    static constexpr auto kFields = std::tuple{
        field("at", &Message::at),
        field("level", &Message::level),
        field("text", &Message::text),
    };
};

template <>
struct EventFields<Stopping> {
    static constexpr std::string_view kName = "stopping";
    static constexpr auto kFields = std::tuple{
        field("at", &Stopping::at),
        field("reason", &Stopping::reason),
        field("running", &Stopping::running),
        field("at_once", &Stopping::at_once),
    };
};

template <>
struct EventFields<RunEnded> {
    static constexpr std::string_view kName = "run_ended";
    static constexpr auto kFields = std::tuple{
        field("at", &RunEnded::at),
        field("exit_code", &RunEnded::exit_code),
        field("setup_seconds", &RunEnded::setup_seconds),
        field("setup_seconds_saved", &RunEnded::setup_seconds_saved),
        field("setups", &RunEnded::setups),
        field("setups_one_per_task", &RunEnded::setups_one_per_task),
    };
};

template <>
struct EventFields<FinishEnded> {
    static constexpr std::string_view kName = "finish_ended";
    static constexpr auto kFields = std::tuple{
        field("at", &FinishEnded::at),
        field("command", &FinishEnded::command),
        field("seconds", &FinishEnded::seconds),
        field("passed", &FinishEnded::passed),
        field("required", &FinishEnded::required),
        field("reason", &FinishEnded::reason),
        field("exit_code", &FinishEnded::exit_code),
        field("signal", &FinishEnded::signal),
        field("leaked", &FinishEnded::leaked),
        field("output", &FinishEnded::output),
    };
};

}  // namespace pf

#endif
