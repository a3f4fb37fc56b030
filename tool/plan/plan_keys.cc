#include "tool/plan/plan_keys.h"

#include <iterator>

#include "tool/plan/plan_values.h"

namespace pf {

namespace {

constexpr const char* kSeconds = "a number of seconds";
constexpr const char* kSwitch = "ON or OFF";
constexpr const char* kCount = "a whole number";
constexpr const char* kPositive = "a whole number from 1";
constexpr const char* kCode = "an exit code from 0 to 255";

const char* add(Texts& texts, Text value) {
    texts.push_back(value);
    return kFine;
}

const char* set_text(Text& text, Text value) {
    text = value;
    return kFine;
}

template <typename T, typename U>
const char* set_parsed(T& target, const std::optional<U>& parsed, const char* expected) {
    if (!parsed) {
        return expected;
    }
    target = *parsed;
    return kFine;
}

const char* add_assignment(Texts& texts, Text value) { return is_assignment(value) ? add(texts, value) : "NAME=value"; }

const char* set_code(std::optional<int>& code, Text value) { return set_parsed(code, parse_int(value, 0, 255), kCode); }

const char* set_kind(PlannedFixture& fixture, Text value) {
    fixture.kind = value == "service" ? FixtureKind::service : FixtureKind::command;
    return value == "service" || value == "command" ? kFine : "command or service";
}

const char* set_scope(PlannedFixture& fixture, Text value) {
    fixture.scope = value == "task" ? FixtureScope::task : value == "worker" ? FixtureScope::worker : FixtureScope::run;
    return value == "task" || value == "worker" || value == "run" ? kFine : "run, worker or task";
}

const char* set_port(PlannedFixture& fixture, Text value) {
    fixture.ready_port_auto = value == "auto" || value == "AUTO";
    if (fixture.ready_port_auto) {
        return kFine;
    }
    const std::optional<int> port = parse_int(value, 1, 65535);
    fixture.ready_port = static_cast<std::uint16_t>(port.value_or(0));
    return port ? kFine : "a port from 1 to 65535, or auto";
}

const char* set_dispatch(Group& group, Text value) {
    group.dispatch = value == "unit" ? Dispatch::unit : Dispatch::tasks;
    return value == "unit" || value == "tasks" ? kFine : "tasks or unit";
}

const char* set_framework(Group& group, Text value) {
    group.program.framework = value == "auto" ? Text() : value;
    return value == "auto" || value == "gtest" || value == "catch2" || value == "doctest" || value == "boost_test" ||
                   value == "qt_test"
               ? kFine
               : "auto, gtest, catch2, doctest, boost_test or qt_test";
}

const char* set_named_by(Group& group, Text value) {
    group.names.by = value == "discover_tests_old"    ? NamedBy::discover_tests_old
                     : value == "discover_tests"      ? NamedBy::discover_tests
                     : value == "discover_tests_json" ? NamedBy::discover_tests_json
                                                      : NamedBy::itself;
    return group.names.by != NamedBy::itself ? kFine : "discover_tests_old, discover_tests or discover_tests_json";
}

const char* set_prefix(Group& group, Text value) {
    group.names.prefix = value;
    return kFine;
}

// A command that is run after each run always has a limit.
const char* set_limit(PlannedFinish& finish, Text value) {
    const std::optional<double> seconds = parse_decimal(value);
    finish.timeout = seconds.value_or(0);
    return finish.timeout > 0 ? kFine : "a number of seconds above 0";
}

// Returns whether a value of this key may be empty, as words of a command and values of properties may.
bool may_be_empty(Text key) {
    return key == "setup" || key == "teardown" || key == "service" || key == "ready_command" || key == "arg" ||
           key == "program" || key == "list_arg" || key == "name_prefix" || key == "tests_property" ||
           key == "property";
}

Texts& last_of(Texts& first, std::vector<Texts>& next) { return next.empty() ? first : next.back(); }

const char* begin_command(std::vector<Texts>& commands) {
    commands.emplace_back();
    return kFine;
}

template <typename Record>
struct Key {
    Text name;
    const char* (*set)(Record&, Text);
};

constexpr Key<PlannedFixture> kFixtureKeys[] = {
    {"kind", set_kind},
    {"scope", set_scope},
    {"setup", [](PlannedFixture& f, Text v) { return add(last_of(f.setup, f.next_setups), v); }},
    {"teardown", [](PlannedFixture& f, Text v) { return add(last_of(f.teardown, f.next_teardowns), v); }},
    {"setup_next", [](PlannedFixture& f, Text) { return begin_command(f.next_setups); }},
    {"teardown_next", [](PlannedFixture& f, Text) { return begin_command(f.next_teardowns); }},
    {"service", [](PlannedFixture& f, Text v) { return add(f.service, v); }},
    {"ready_command", [](PlannedFixture& f, Text v) { return add(f.ready_command, v); }},
    {"ready_port", set_port},
    {"ready_log", [](PlannedFixture& f, Text v) { return set_text(f.ready_log, v); }},
    {"ready_notify", [](PlannedFixture& f, Text v) { return set_parsed(f.ready_notify, parse_switch(v), kSwitch); }},
    {"stop_signal",
     [](PlannedFixture& f, Text v) { return set_parsed(f.stop_signal, parse_signal(v), "a signal's name"); }},
    {"stop_timeout", [](PlannedFixture& f, Text v) { return set_parsed(f.stop_timeout, parse_decimal(v), kSeconds); }},
    {"setup_timeout",
     [](PlannedFixture& f, Text v) { return set_parsed(f.setup_timeout, parse_decimal(v), kSeconds); }},
    {"teardown_timeout",
     [](PlannedFixture& f, Text v) { return set_parsed(f.teardown_timeout, parse_decimal(v), kSeconds); }},
    {"linger", [](PlannedFixture& f, Text v) { return set_parsed(f.linger, parse_decimal(v), kSeconds); }},
    {"skip_return_code", [](PlannedFixture& f, Text v) { return set_code(f.skip_return_code, v); }},
    {"skip_regex", [](PlannedFixture& f, Text v) { return add(f.skip_regex, v); }},
    {"env", [](PlannedFixture& f, Text v) { return add_assignment(f.environment, v); }},
    {"cwd", [](PlannedFixture& f, Text v) { return set_text(f.working_directory, v); }},
    {"bindir", [](PlannedFixture& f, Text v) { return set_text(f.binary_dir, v); }},
    {"source", [](PlannedFixture& f, Text v) { return set_text(f.source, v); }},
};

constexpr Key<Group> kGroupKeys[] = {
    {"workers", [](Group& g, Text v) { return set_parsed(g.workers, parse_int(v, 1, kMaxInt), kPositive); }},
    {"timeout", [](Group& g, Text v) { return set_parsed(g.timeout, parse_decimal(v), kSeconds); }},
    {"retries", [](Group& g, Text v) { return set_parsed(g.retries, parse_int(v, 0, kMaxInt - 1), kCount); }},
    {"dispatch", set_dispatch},
    {"run_serial", [](Group& g, Text v) { return set_parsed(g.run_serial, parse_switch(v), kSwitch); }},
    {"lock", [](Group& g, Text v) { return add(g.locks, v); }},
    {"label", [](Group& g, Text v) { return add(g.labels, v); }},
    {"env", [](Group& g, Text v) { return add_assignment(g.environment, v); }},
    {"private_tmpdir", [](Group& g, Text v) { return set_parsed(g.private_tmpdir, parse_switch(v), kSwitch); }},
    {"cwd", [](Group& g, Text v) { return set_text(g.working_directory, v); }},
    {"bindir", [](Group& g, Text v) { return set_text(g.binary_dir, v); }},
    {"source", [](Group& g, Text v) { return set_text(g.source, v); }},
    {"launcher", [](Group& g, Text v) { return add(g.launcher, v); }},
    {"program", [](Group& g, Text v) { return add(g.program.command, v); }},
    {"program_file", [](Group& g, Text v) { return set_text(g.program.file, v); }},
    {"framework", set_framework},
    {"filter", [](Group& g, Text v) { return set_text(g.program.filter, v); }},
    {"reuse", [](Group& g, Text v) { return set_parsed(g.program.reuse, parse_int(v, 0, kMaxInt), kCount); }},
    {"allow_threads", [](Group& g, Text v) { return set_parsed(g.program.allow_threads, parse_switch(v), kSwitch); }},
    {"huge_pages", [](Group& g, Text v) { return set_parsed(g.program.huge_pages, parse_switch(v), kSwitch); }},
    {"setup_timeout", [](Group& g, Text v) { return set_parsed(g.program.setup_timeout, parse_decimal(v), kSeconds); }},
    {"teardown_timeout",
     [](Group& g, Text v) { return set_parsed(g.program.teardown_timeout, parse_decimal(v), kSeconds); }},
    {"discovery_timeout",
     [](Group& g, Text v) { return set_parsed(g.program.discovery_timeout, parse_decimal(v), kSeconds); }},
    {"list_arg", [](Group& g, Text v) { return add(g.program.list_arguments, v); }},
    {"skip_fails", [](Group& g, Text v) { return set_parsed(g.program.skip_fails, parse_switch(v), kSwitch); }},
    {"shared_name", [](Group& g, Text v) { return set_text(g.shared_name, v); }},
    {"named_by", set_named_by},
    {"name_prefix", set_prefix},
    {"name_suffix", [](Group& g, Text v) { return set_text(g.names.suffix, v); }},
    {"pretty_types", [](Group& g, Text v) { return set_parsed(g.names.pretty_types, parse_switch(v), kSwitch); }},
    {"pretty_values", [](Group& g, Text v) { return set_parsed(g.names.pretty_values, parse_switch(v), kSwitch); }},
    {"case_labels", [](Group& g, Text v) { return set_parsed(g.names.labels, parse_switch(v), kSwitch); }},
    {"tests_session", [](Group& g, Text v) { return set_parsed(g.tests.session, parse_switch(v), kSwitch); }},
    {"run_ahead", [](Group& g, Text v) { return set_parsed(g.tests.ahead, parse_switch(v), kSwitch); }},
    {"tests", [](Group& g, Text v) { return set_text(g.tests.script, v); }},
    {"tests_require", [](Group& g, Text v) { return add(g.tests.required, v); }},
    {"tests_fixture", [](Group& g, Text v) { return add(g.tests.fixtures, v); }},
    {"tests_lines", [](Group& g, Text v) { return set_parsed(g.tests.has_lines, parse_switch(v), kSwitch); }},
    {"tests_declared", [](Group& g, Text v) { return set_text(g.tests.declared, v); }},
    {"tests_before", [](Group& g, Text v) { return set_parsed(g.tests.before, parse_decimal(v), kSeconds); }},
    {"tests_property", [](Group& g, Text v) { return add(g.tests.properties, v); }},
};

constexpr Key<PlannedFinish> kFinishKeys[] = {
    {"arg", [](PlannedFinish& f, Text v) { return add(f.command, v); }},
    {"timeout", set_limit},
    {"required", [](PlannedFinish& f, Text v) { return set_parsed(f.required, parse_switch(v), kSwitch); }},
    {"env", [](PlannedFinish& f, Text v) { return add_assignment(f.environment, v); }},
    {"cwd", [](PlannedFinish& f, Text v) { return set_text(f.working_directory, v); }},
    {"bindir", [](PlannedFinish& f, Text v) { return set_text(f.binary_dir, v); }},
};

constexpr Key<TaskOptions> kTaskKeys[] = {
    {"generator", [](TaskOptions& o, Text v) { return set_parsed(o.generator, parse_switch(v), kSwitch); }},
    {"timeout", [](TaskOptions& o, Text v) { return set_parsed(o.timeout, parse_decimal(v), kSeconds); }},
    {"cost", [](TaskOptions& o, Text v) { return set_parsed(o.cost, parse_decimal(v), "a number"); }},
    {"retries", [](TaskOptions& o, Text v) { return set_parsed(o.retries, parse_int(v, 0, kMaxInt - 1), kCount); }},
    {"run_serial", [](TaskOptions& o, Text v) { return set_parsed(o.run_serial, parse_switch(v), kSwitch); }},
    {"lock", [](TaskOptions& o, Text v) { return add(o.locks, v); }},
    {"processors",
     [](TaskOptions& o, Text v) { return set_parsed(o.processors, parse_int(v, 1, kMaxInt), kPositive); }},
    {"will_fail", [](TaskOptions& o, Text v) { return set_parsed(o.will_fail, parse_switch(v), kSwitch); }},
    {"disabled", [](TaskOptions& o, Text v) { return set_parsed(o.disabled, parse_switch(v), kSwitch); }},
    {"pass_regex", [](TaskOptions& o, Text v) { return add(o.pass_regex, v); }},
    {"fail_regex", [](TaskOptions& o, Text v) { return add(o.fail_regex, v); }},
    {"skip_regex", [](TaskOptions& o, Text v) { return add(o.skip_regex, v); }},
    {"skip_return_code", [](TaskOptions& o, Text v) { return set_code(o.skip_return_code, v); }},
    {"required_file", [](TaskOptions& o, Text v) { return add(o.required_files, v); }},
    {"label", [](TaskOptions& o, Text v) { return add(o.labels, v); }},
    {"env", [](TaskOptions& o, Text v) { return add_assignment(o.environment, v); }},
    // As with CTest, an unknown operation is an error when the task starts, not one of the plan.
    {"env_mod", [](TaskOptions& o, Text v) { return add(o.environment_modification, v); }},
    {"launcher", [](TaskOptions& o, Text v) { return add(o.launcher, v); }},
    {"property", [](TaskOptions& o, Text v) { return add(o.ctest_properties, v); }},
    {"cwd", [](TaskOptions& o, Text v) { return set_text(o.working_directory, v); }},
    {"bindir", [](TaskOptions& o, Text v) { return set_text(o.binary_dir, v); }},
    {"source", [](TaskOptions& o, Text v) { return set_text(o.source, v); }},
};

template <typename Record, std::size_t size>
const char* set_key(const Key<Record> (&keys)[size], Record& record, Text key, Text value) {
    for (const Key<Record>& known : keys) {
        if (known.name == key) {
            return value.empty() && !may_be_empty(key) ? kFine : known.set(record, value);
        }
    }
    return "";
}

}  // namespace

const char* set_fixture_key(PlannedFixture& fixture, Text key, Text value) {
    return set_key(kFixtureKeys, fixture, key, value);
}

const char* set_group_key(Group& group, Text key, Text value) { return set_key(kGroupKeys, group, key, value); }

const char* set_task_key(Task& task, TaskOptions& options, Text key, Text value) {
    if (key == "arg") {
        return add(task.command, value);
    }
    return set_key(kTaskKeys, options, key, value);
}

const char* set_finish_key(PlannedFinish& finish, Text key, Text value) {
    return set_key(kFinishKeys, finish, key, value);
}

bool is_matching_key(Text key) {
    for (const Text known :
         {"timeout", "cost", "retries", "run_serial", "lock", "processors", "label", "env", "env_mod", "will_fail",
          "pass_regex", "fail_regex", "skip_regex", "skip_return_code", "required_file", "disabled", "property"}) {
        if (key == known) {
            return true;
        }
    }
    return false;
}

}  // namespace pf
