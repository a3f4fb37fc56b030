#include "tool/plan/plan_part.h"

#include <fmt/format.h>

#include <algorithm>

#include "tool/plan/plan_keys.h"
#include "tool/plan/plan_properties.h"
#include "tool/plan/plan_values.h"

namespace pf {

namespace {

// Returns the text before the next separator, or all of `rest` if there is none, and removes both from `rest`.
Text cut(Text& rest, char separator) {
    const std::size_t at = rest.find(separator);
    const Text piece = rest.substr(0, at);
    rest = at == Text::npos ? Text() : rest.substr(at + 1);
    return piece;
}

bool lacks_command(const Texts& first, const std::vector<Texts>& next) {
    return !next.empty() && (first.empty() || std::any_of(next.begin(), next.end(),
                                                          [](const Texts& command) { return command.empty(); }));
}

}  // namespace

Status PartReader::read() {
    while (true) {
        const Result<std::optional<Entry>> next = entries_.next();
        if (!next.ok()) {
            return next.error();
        }
        if (!next.value()) {
            return entries_.fault("the file was cut off here");
        }
        const Entry& entry = *next.value();
        if (entry.key == "end") {
            return finish(entry);
        }
        if (Status status = read_entry(entry); !status.ok()) {
            return status;
        }
    }
}

Status PartReader::finish(const Entry& end) {
    if (Status status = begin_record(Record::none, {}); !status.ok()) {
        return status;
    }
    if (stamp_ != index_stamp_) {
        return entries_.fault("it is not from the same run of cmake as its index");
    }
    return entries_.check_end(end, records_);
}

Status PartReader::read_entry(const Entry& entry) {
    const std::pair<Text, Record> records[] = {
        {"from", Record::none},   {"plain", Record::none}, {"target", Record::target},     {"fixture", Record::fixture},
        {"group", Record::group}, {"task", Record::task},  {"matching", Record::matching}, {"test", Record::test},
    };
    for (const auto& [key, record] : records) {
        if (entry.key == key) {
            Status status = begin_record(record, entry.value);
            if (!status.ok() || record != Record::none) {
                return status;
            }
            return key == "plain" ? read_plain(entry.value) : set_text(source_, entry.value);
        }
    }
    if (entry.key == "bindir" && record_ == Record::none) {
        return set_text(binary_dir_, entry.value);
    }
    if (entry.key == "stamp" && record_ == Record::none) {
        return set_text(stamp_, entry.value);
    }
    return set_key(entry);
}

Status PartReader::set_text(Text& text, Text value) {
    text = value;
    return ok_status();
}

Status PartReader::begin_record(Record record, Text name) {
    if (Status status = finish_record(); !status.ok()) {
        return status;
    }
    record_ = record;
    name_ = name;
    if (record == Record::none || record == Record::target) {
        target_command_.clear();
        return ok_status();
    }
    fixture_ = PlannedFixture();
    group_ = Group();
    matching_ = Matching();
    task_ = Task();
    options_ = TaskOptions();
    fixture_.name = group_.name = name;
    fixture_.binary_dir = group_.binary_dir = options_.binary_dir = binary_dir_;
    fixture_.source = group_.source = options_.source = source_;
    if (!is_name(name)) {
        return entries_.fault("a name is empty or holds control characters");
    }
    if (record == Record::test) {
        return begin_test(name);
    }
    if (record == Record::matching) {
        return refer(names_.groups, "group", name, matching_.group);
    }
    return record == Record::task ? refer(names_.groups, "group", name, task_.group) : ok_status();
}

template <typename Id>
Status PartReader::refer(const std::unordered_map<Text, Id>& names, const char* what, Text name, Id& reference) {
    const auto found = names.find(name);
    if (found == names.end()) {
        return entries_.fault(fmt::format("there is no {} \"{}\" before this", what, name));
    }
    reference = found->second;
    return ok_status();
}

Status PartReader::add_fixture(Text name, std::vector<FixtureId>& fixtures) {
    FixtureId fixture = kNone;
    Status status = refer(names_.fixtures, "fixture", name, fixture);
    if (status.ok() && std::find(fixtures.begin(), fixtures.end(), fixture) != fixtures.end()) {
        return entries_.fault(fmt::format("{} requires the fixture \"{}\" twice", record_name(), name));
    }
    fixtures.push_back(fixture);
    return status;
}

Status PartReader::set_key(const Entry& entry) {
    const char* expected = "";
    switch (record_) {
        case Record::fixture:
            if (entry.key == "parent") {
                return add_fixture(entry.value, fixture_.parents);
            }
            expected = set_fixture_key(fixture_, entry.key, entry.value);
            break;
        case Record::group:
            if (entry.key == "on") {
                return add_fixture(entry.value, group_.fixtures);
            }
            expected = set_group_key(group_, entry.key, entry.value);
            break;
        case Record::task:
            if (entry.key == "name") {
                return set_text(task_.name, entry.value);
            }
            expected = set_task_key(task_, options_, entry.key, entry.value);
            break;
        case Record::matching:
            expected = set_matching_key(entry);
            break;
        case Record::test:
            expected = set_property(entry);
            break;
        case Record::target:
            if (entry.key == "arg") {
                target_command_.push_back(entry.value);
                return ok_status();
            }
            break;
        case Record::none:
            break;
    }
    if (expected == nullptr) {
        return ok_status();
    }
    return entries_.fault(
        *expected == '\0'
            ? fmt::format("\"{}\" is not known here; the file is from another version", entry.key)
            : fmt::format("\"{}\" of {} is \"{}\", not {}", entry.key, record_name(), entry.value, expected));
}

std::string PartReader::record_name() const {
    switch (record_) {
        case Record::fixture:
            return fmt::format("the fixture \"{}\"", name_);
        case Record::group:
            return fmt::format("the group \"{}\"", name_);
        case Record::task:
            return fmt::format("the task \"{}.{}\"", name_, task_.name);
        case Record::matching:
            return fmt::format("the cases of \"{}\"", name_);
        case Record::test:
            return fmt::format("the test \"{}\"", name_);
        case Record::target:
        case Record::none:
            break;
    }
    return "the part";
}

Status PartReader::finish_record() {
    switch (record_) {
        case Record::none:
            return ok_status();
        case Record::target:
            if (!target_command_.empty()) {
                targets_[name_] = target_command_;
            }
            return ok_status();
        case Record::fixture:
            return finish_fixture();
        case Record::group:
            return finish_group();
        case Record::matching:
            return finish_matching();
        case Record::task:
            return finish_task();
        case Record::test:
            return finish_test();
    }
    return ok_status();
}

Status PartReader::finish_fixture() {
    PlannedFixture& fixture = fixture_;
    const bool is_service = fixture.kind == FixtureKind::service;
    if (is_service == fixture.service.empty() || (is_service && !(fixture.setup.empty() && fixture.teardown.empty())) ||
        lacks_command(fixture.setup, fixture.next_setups) || lacks_command(fixture.teardown, fixture.next_teardowns)) {
        return entries_.fault(fmt::format("the fixture \"{}\" does not have the commands of its kind", name_));
    }
    for (const FixtureId parent : fixture.parents) {
        if (fixture.scope < plan_.fixtures[parent].scope) {
            return entries_.fault(fmt::format("the scope of the fixture \"{}\" is wider than that of its parent \"{}\"",
                                              name_, plan_.fixtures[parent].name));
        }
    }
    if (Status status = check_directory(fixture.binary_dir); !status.ok()) {
        return status;
    }
    for (Texts* command : {&fixture.setup, &fixture.teardown, &fixture.service, &fixture.ready_command}) {
        resolve_target(*command);
    }
    for (std::vector<Texts>* commands : {&fixture.next_setups, &fixture.next_teardowns}) {
        for (Texts& command : *commands) {
            resolve_target(command);
        }
    }
    resolve_directory(fixture.working_directory, fixture.binary_dir);
    if (!names_.fixtures.emplace(name_, static_cast<FixtureId>(plan_.fixtures.size())).second) {
        return entries_.fault(fmt::format("there are two fixtures \"{}\"", name_));
    }
    if (fixture.linger > 0 && fixture.scope != FixtureScope::run) {
        return entries_.fault(fmt::format("the fixture \"{}\" lingers, and its scope is not run", name_));
    }
    for (const FixtureId below : plan_.chain(fixture.parents)) {
        plan_.fixtures[below].linger = std::max(plan_.fixtures[below].linger, fixture.linger);
    }
    plan_.fixtures.push_back(std::move(fixture));
    ++records_;
    return ok_status();
}

Status PartReader::finish_group() {
    if (Status status = check_directory(group_.binary_dir); !status.ok()) {
        return status;
    }
    resolve_directory(group_.working_directory, group_.binary_dir);
    const TestProgram& program = group_.program;
    const bool has_file = !program.file.empty() && program.file.front() == '/';
    if (has_file == program.command.empty() || (!has_file && !program.framework.empty())) {
        return entries_.fault(fmt::format("the program of the group \"{}\" has no absolute file", name_));
    }
    const auto id = static_cast<GroupId>(plan_.groups.size());
    if (!names_.groups.emplace(name_, id).second) {
        return entries_.fault(fmt::format("there are two groups \"{}\"", name_));
    }
    const Text shared = group_.shared_name;
    group_.pool = shared.empty() ? kNone : names_.shared.emplace(shared, id).first->second;
    plan_.groups.push_back(std::move(group_));
    ++records_;
    return ok_status();
}

// Checks the value by setting it on a task that is not part of the plan.
const char* PartReader::set_matching_key(const Entry& entry) {
    if (entry.key == "pattern") {
        matching_.pattern = entry.value;
        return nullptr;
    }
    matching_.keys.emplace_back(entry.key, entry.value);
    if (is_matching_key(entry.key)) {
        return set_task_key(task_, options_, entry.key, entry.value);
    }
    return set_case_property(plan_, options_, entry.key, entry.value) ? nullptr : "";
}

Status PartReader::finish_matching() {
    if (plan_.groups[matching_.group].program.command.empty()) {
        return entries_.fault(fmt::format("the group \"{}\" has no program", name_));
    }
    plan_.matchings.push_back(std::move(matching_));
    ++records_;
    return ok_status();
}

Status PartReader::begin_test(Text id) {
    tested_ = plan_.find(id);
    if (tested_ == kNone) {
        return entries_.fault(fmt::format("there is no task \"{}\" before this", id));
    }
    options_ = plan_.tasks[tested_].options();
    return ok_status();
}

const char* PartReader::set_property(const Entry& entry) {
    return set_test_property(plan_, options_, entry.key, entry.value) ? nullptr : "";
}

Status PartReader::finish_test() {
    resolve_directory(options_.working_directory, plan_.binary_dir(tested_));
    plan_.tasks[tested_].own_options = share_options();
    ++records_;
    return ok_status();
}

Status PartReader::finish_task() {
    const std::string id = fmt::format("{}.{}", name_, task_.name);
    if (!is_name(task_.name) || task_.command.empty()) {
        return entries_.fault(fmt::format("the task \"{}\" has no name or no command", id));
    }
    if (plan_.find(id) != kNone) {
        return entries_.fault(fmt::format("there are two tasks \"{}\"", id));
    }
    const Group& group = plan_.groups[task_.group];
    if (!group.program.command.empty()) {
        return entries_.fault(fmt::format("the task \"{}\" is in a group that has a program", id));
    }
    if (options_.binary_dir.empty() || options_.binary_dir == group.binary_dir) {
        options_.binary_dir = Text();
    } else if (Status status = check_directory(options_.binary_dir); !status.ok()) {
        return status;
    }
    options_.source = options_.source == group.source ? Text() : options_.source;
    resolve_directory(options_.working_directory, options_.binary_dir.empty() ? group.binary_dir : options_.binary_dir);
    resolve_target(task_.command);
    task_.own_options = share_options();
    task_.command.shrink_to_fit();
    plan_.tasks.push_back(std::move(task_));
    ++records_;
    return ok_status();
}

std::shared_ptr<const TaskOptions> PartReader::share_options() {
    static const TaskOptions defaults;
    if (options_ == defaults) {
        return nullptr;
    }
    if (!last_options_ || !(*last_options_ == options_)) {
        last_options_ = std::make_shared<const TaskOptions>(options_);
    }
    return last_options_;
}

Status PartReader::read_plain(Text lines) {
    while (!lines.empty()) {
        if (Status status = read_plain_line(cut(lines, '\n')); !status.ok()) {
            return status;
        }
    }
    record_ = Record::none;
    return ok_status();
}

// Reads a task of the form <group>;<name>;COMMAND;<word>...
Status PartReader::read_plain_line(Text line) {
    if (Status status = begin_record(Record::task, cut(line, ';')); !status.ok()) {
        return status;
    }
    record_ = Record::none;
    task_.name = cut(line, ';');
    if (cut(line, ';') != "COMMAND") {
        return entries_.fault("a plain task has no COMMAND");
    }
    task_.command.reserve(static_cast<std::size_t>(std::count(line.begin(), line.end(), ';')) + 1);
    while (!line.empty()) {
        task_.command.push_back(cut(line, ';'));
    }
    return finish_task();
}

Status PartReader::check_directory(Text directory) {
    return !directory.empty() && directory.front() == '/'
               ? ok_status()
               : entries_.fault("the binary directory of this is missing or not absolute");
}

void PartReader::resolve_target(Texts& command) const {
    const auto target = command.empty() ? targets_.end() : targets_.find(command.front());
    if (target != targets_.end()) {
        command.erase(command.begin());
        command.insert(command.begin(), target->second.begin(), target->second.end());
    }
}

void PartReader::resolve_directory(Text& directory, Text binary_dir) {
    if (!directory.empty() && directory.front() != '/') {
        directory = plan_.keep(fmt::format("{}/{}", binary_dir, directory));
    }
}

}  // namespace pf
