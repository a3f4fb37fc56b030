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
        {"from", Record::none},         {"plain", Record::none},  {"target", Record::target},
        {"fixture", Record::fixture},   {"group", Record::group}, {"task", Record::task},
        {"matching", Record::matching}, {"test", Record::test},   {"finish", Record::finish},
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
    finish_ = PlannedFinish();
    finish_.binary_dir = binary_dir_;
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
        case Record::finish:
            expected = set_finish_key(finish_, entry.key, entry.value);
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
        case Record::finish:
            return "parallel_fixtures_on_finish";
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
        case Record::finish:
            return finish_finish();
    }
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

}  // namespace pf
