#include "tool/session/qt_test_report.h"

#include <tinyxml2.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "tool/session/report_verdict.h"
#include "tool/support/file.h"

namespace pf {
namespace {

using parallel_fixtures::Failure;
using parallel_fixtures::Report;
using tinyxml2::XMLElement;

constexpr std::size_t kEndOfOutput = std::size_t{64} << 10U;

std::string qt_attribute(const XMLElement& element, const char* name) {
    const char* const value = element.Attribute(name);
    return value == nullptr ? "" : value;
}

std::string text_of(const XMLElement& element, const char* child) {
    const XMLElement* const found = element.FirstChildElement(child);
    const char* const text = found == nullptr ? nullptr : found->GetText();
    return text == nullptr ? "" : text;
}

// The results of the functions of a program. Blacklisted results have a type of their own, such as bfail.
struct QtResults {
    bool ran = false;  // A function besides initTestCase and cleanupTestCase was begun.
    int passed = 0;    // Rows of these functions.
    std::vector<Failure> failures;
    std::optional<std::string> skipped;
    std::optional<std::string> blacklisted;  // A failure that counts as a skip, whatever other rows passed.
};

Failure qt_failure_of(const XMLElement& incident) {
    const std::string type = qt_attribute(incident, "type");
    const std::string tag = text_of(incident, "DataTag");
    std::string message = text_of(incident, "Description");
    message = (type == "xpass" ? "passed although a failure is expected" : "") +
              (type == "xpass" && !message.empty() ? ": " + message : message);
    message += tag.empty() ? "" : " (row \"" + tag + "\")";
    const int line = incident.IntAttribute("line");
    return {line == 0 ? "" : qt_attribute(incident, "file"), line, std::move(message)};
}

void take_incident(const XMLElement& incident, bool in_test, QtResults& results) {
    const std::string type = qt_attribute(incident, "type");
    if (type == "fail" || type == "xpass") {
        results.failures.push_back(qt_failure_of(incident));
    } else if (type == "pass" || type == "bpass") {
        results.passed += in_test ? 1 : 0;
    } else if (type == "skip" || type == "bskip") {
        results.skipped = text_of(incident, "Description");
    } else if (type == "bfail" || type == "bxpass") {
        results.blacklisted = "blacklisted: " + text_of(incident, "Description");
    }
}

void take_function(const XMLElement& function, QtResults& results) {
    const std::string name = qt_attribute(function, "name");
    const bool in_test = name != "initTestCase" && name != "cleanupTestCase";
    results.ran = results.ran || in_test;
    for (const auto* element = function.FirstChildElement(); element != nullptr;
         element = element->NextSiblingElement()) {
        const std::string_view kind = element->Name();
        // Qt 5 reports a skip as a message.
        if (kind == "Incident" || (kind == "Message" && qt_attribute(*element, "type") == "skip")) {
            take_incident(*element, in_test, results);
        }
    }
}

// Returns nothing if the file is not complete.
std::optional<QtResults> read_qt_results(const std::string& file) {
    const Result<std::string> text = read_file(file);
    tinyxml2::XMLDocument document;
    if (!text.ok() || document.Parse(text->data(), text->size()) != tinyxml2::XML_SUCCESS ||
        document.RootElement() == nullptr) {
        return std::nullopt;
    }
    QtResults results;
    for (const auto* function = document.RootElement()->FirstChildElement("TestFunction"); function != nullptr;
         function = function->NextSiblingElement("TestFunction")) {
        take_function(*function, results);
    }
    return results;
}

Conclusion qt_failed(std::string reason) { return {Outcome::failed, Cause::framework, std::move(reason)}; }

Conclusion judge_results(QtResults&& results) {
    if (!results.failures.empty()) {
        Report report;
        report.failures = std::move(results.failures);
        return qt_failed(reason_of(report));
    }
    if (results.blacklisted || (results.skipped && results.passed == 0)) {
        Report report;
        report.reason = results.blacklisted ? *results.blacklisted : *results.skipped;
        const std::string reason = reason_of(report);
        return {Outcome::skipped, Cause::framework, reason.empty() ? "Qt Test says that it was skipped" : reason};
    }
    if (results.passed == 0) {
        return qt_failed(results.ran ? "Qt Test says nothing of this function"
                                     : "Qt Test ran no function: it has none of this name");
    }
    return {};
}

std::size_t count_of(std::string_view text, std::string_view what) {
    std::size_t number = 0;
    for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + what.size())) {
        ++number;
    }
    return number;
}

// Returns how often Qt Test says that it begins or ends a class. It says only the latter with -silent.
std::size_t classes_in(std::string_view text) {
    constexpr std::string_view kEnd = "Totals: ";
    std::size_t ended = 0;
    for (std::size_t at = text.find(kEnd); at != text.npos; at = text.find(kEnd, at + 1)) {
        const std::size_t number = at + kEnd.size();
        const std::size_t after = std::min(text.find_first_not_of("0123456789", number), text.size());
        ended += after > number && text.substr(after, 9) == " passed, " ? 1 : 0;
    }
    return std::max(ended, count_of(text, "********* Start testing of "));
}

// Looks at the beginning and the end of output that is too long to be kept.
bool ran_several_classes(const Capture& output) {
    bool several = false;
    output.with_text([&](std::string_view text, bool whole) {
        several = classes_in(text) + (whole ? 0 : classes_in(output.tail(kEndOfOutput))) > 1;
    });
    return several;
}

constexpr const char* kSeveralClasses =
    "the program has several test classes, and Qt Test cannot run a function of one of them alone; such a program is "
    "run as a whole, with add_parallel_fixture_task";

}  // namespace

std::vector<std::string> qt_test_report_arguments(const std::string& result_file) {
    return {"-o", result_file + ",xml", "-o", "-,txt"};
}

Conclusion judge_qt_test(int exit_code, const Capture& output, const std::string& result_file) {
    const bool unknown = output.tail(kEndOfOutput).find("Unknown test function: ") != std::string_view::npos;
    if ((exit_code != 0 && unknown) || (exit_code == 0 && ran_several_classes(output))) {
        return qt_failed(kSeveralClasses);
    }
    std::optional<QtResults> results = read_qt_results(result_file);
    if (exit_code != 0) {
        // A comma separates the name of the file from its format.
        const bool refused = !results && result_file.find(',') != std::string::npos;
        return {Outcome::failed, Cause::completed,
                "exit code " + std::to_string(exit_code) +
                    (refused ? ": Qt Test cannot write its report to " + result_file +
                                   "; set TMPDIR to a directory without a comma in its name"
                             : "")};
    }
    if (!results) {
        return {Outcome::crashed, Cause::no_result,
                "it ended with exit code 0 before Qt Test had said how; does it call exit()?"};
    }
    return judge_results(*std::move(results));
}

Report read_qt_test_report(const std::string& result_file) {
    Report report;
    if (std::optional<QtResults> results = read_qt_results(result_file)) {
        report.failures = std::move(results->failures);
    }
    return report;
}

}  // namespace pf
