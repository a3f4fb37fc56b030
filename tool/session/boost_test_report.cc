#include "tool/session/boost_test_report.h"

#include <tinyxml2.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "tool/session/report_verdict.h"
#include "tool/support/file.h"

namespace pf {
namespace {

using parallel_fixtures::Failure;
using parallel_fixtures::Report;
using tinyxml2::XMLElement;

std::string log_of(const std::string& result_file) { return result_file + kLogSuffix; }

std::string log_in(const std::string& result_file) {
    Result<std::string> log = read_file(log_of(result_file));
    return log.ok() ? std::move(log).value() : "";
}

std::string attribute(const XMLElement& element, const char* name) {
    const char* const value = element.Attribute(name);
    return value == nullptr ? "" : value;
}

// Calls `visit` for each element of the text, each before those in it. Does nothing if the text is no XML.
template <typename Visit>
bool visit_xml(const std::string& text, Visit visit) {
    tinyxml2::XMLDocument document;
    if (document.Parse(text.data(), text.size()) != tinyxml2::XML_SUCCESS) {
        return false;
    }
    const tinyxml2::XMLNode* node = document.RootElement();
    while (node != nullptr) {
        if (const XMLElement* const element = node->ToElement()) {
            visit(*element);
        }
        const tinyxml2::XMLNode* next = node->FirstChild();
        while (next == nullptr && node != nullptr) {
            next = node->NextSibling();
            node = next == nullptr ? node->Parent() : node;
        }
        node = next;
    }
    return true;
}

// Returns the text of an element without that of its children, of which the context of a failure is one.
std::string own_text(const XMLElement& element) {
    std::string text;
    for (const auto* node = element.FirstChild(); node != nullptr; node = node->NextSibling()) {
        text += node->ToText() != nullptr ? node->Value() : "";
    }
    return text;
}

Failure failure_of(const XMLElement& element) {
    Failure failure{attribute(element, "file"), element.IntAttribute("line"), own_text(element)};
    if (const XMLElement* const checkpoint = element.FirstChildElement("LastCheckpoint");
        checkpoint != nullptr && failure.line == 0) {
        failure.file = attribute(*checkpoint, "file");
        failure.line = checkpoint->IntAttribute("line");
        failure.message += " (after this line)";
    }
    failure.file = failure.line == 0 ? "" : failure.file;
    if (const XMLElement* const context = element.FirstChildElement("Context")) {
        for (const auto* frame = context->FirstChildElement("Frame"); frame != nullptr;
             frame = frame->NextSiblingElement("Frame")) {
            failure.message += "\n" + own_text(*frame);
        }
    }
    return failure;
}

struct Results {
    int cases = 0;
    int skipped = 0;
    int failed = 0;  // Cases, and suites whose fixtures failed or that have such a case.
};

// Returns how many assertions failed in the suite outside its units, as in its fixtures. Boost.Test takes them as
// expected if some unit of the suite has expected_failures().
int failed_in_fixtures(const XMLElement& suite) {
    int failed = suite.IntAttribute("assertions_failed");
    for (const auto* unit = suite.FirstChildElement(); unit != nullptr; unit = unit->NextSiblingElement()) {
        failed -= unit->IntAttribute("assertions_failed");
    }
    return failed;
}

// Counts the cases that the process ran. Those that were not selected are not among the results. A case that was not
// run because the fixture of its suite failed is said to have passed, so the results of suites count too.
std::optional<Results> read_results(const std::string& file) {
    Results results;
    const Result<std::string> text = read_file(file);
    const bool read = text.ok() && visit_xml(*text, [&results](const XMLElement& element) {
                          const std::string result = attribute(element, "result");
                          const bool is_suite = std::string_view(element.Name()) == "TestSuite";
                          const bool is_case = std::string_view(element.Name()) == "TestCase";
                          // Cases of a skipped suite are not listed.
                          if (is_case || (is_suite && result == "skipped")) {
                              ++results.cases;
                              results.skipped += result == "skipped" ? 1 : 0;
                          }
                          if (is_case || is_suite) {
                              const bool ended_well = result == "passed" || result == "skipped";
                              results.failed += !ended_well || (is_suite && failed_in_fixtures(element) > 0) ? 1 : 0;
                          }
                      });
    return read ? std::optional(results) : std::nullopt;
}

// Returns why a case or its suite was skipped. Boost.Test also logs as skipped what was not selected.
std::string reason_of_skip(const std::string& result_file) {
    Report report;
    visit_xml(log_in(result_file), [&report](const XMLElement& element) {
        const std::string reason = attribute(element, "reason");
        report.reason = !reason.empty() && reason != "disabled" ? reason : report.reason;
    });
    const std::string reason = reason_of(report);
    return reason.empty() ? "Boost.Test says that it was skipped" : reason;
}

// Returns the value of the option --log_level or -l in the command.
std::optional<std::string> level_in(const std::vector<std::string>& words) {
    constexpr std::string_view kOption = "--log_level=";
    std::optional<std::string> level;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i].compare(0, kOption.size(), kOption) == 0) {
            level = words[i].substr(kOption.size());
        } else if (words[i] == "-l" && i + 1 < words.size()) {
            level = words[i + 1];
        }
    }
    return level;
}

}  // namespace

std::vector<std::string> boost_test_report_arguments(const std::vector<std::string>& words,
                                                     const std::optional<std::string>& level,
                                                     const std::string& result_file) {
    std::vector<std::string> arguments{"--report_level=detailed", "--report_format=XML",
                                       "--report_sink=" + result_file};
    // A log with these characters in its name cannot be asked for.
    if (result_file.find_first_of(":,") == std::string::npos) {
        arguments.push_back("--logger=HRF," + level_in(words).value_or(level.value_or("error")));
        arguments.push_back("--logger=XML,test_suite," + log_of(result_file));
    }
    return arguments;
}

Conclusion judge_boost_test(int exit_code, const std::string& result_file) {
    const std::optional<Results> results = read_results(result_file);
    const std::string skip = results && results->skipped > 0 ? reason_of_skip(result_file) : "";
    if (!skip.empty() && (exit_code != 0 || results->failed > 0)) {  // As if a case fails on which this one depends.
        return {Outcome::failed, Cause::framework, "it was skipped: " + skip};
    }
    if (!skip.empty()) {
        return {Outcome::skipped, Cause::framework, skip};
    }
    if (exit_code != 0) {
        return {Outcome::failed, Cause::completed, "exit code " + std::to_string(exit_code)};
    }
    if (!results) {
        return {Outcome::crashed, Cause::no_result,
                "it ended with exit code 0 before Boost.Test had said how; does it call exit()?"};
    }
    if (results->cases == 0) {
        return {Outcome::failed, Cause::framework, "Boost.Test ran no test: it has none of this name"};
    }
    if (results->failed > 0) {
        const std::string first = reason_of(read_boost_test_log(result_file));
        return {Outcome::failed, Cause::framework, first.empty() ? "Boost.Test says that it failed" : first};
    }
    return {};
}

Report read_boost_test_log(const std::string& result_file) {
    Report report;
    const std::string log = log_in(result_file);
    if (log.find("Error file=") == std::string::npos && log.find("<Exception ") == std::string::npos) {
        return report;  // The log of a case that passed is long if it has many siblings.
    }
    visit_xml(log, [&report](const XMLElement& element) {
        const std::string_view name = element.Name();
        if (name == "Error" || name == "FatalError" || name == "Exception") {
            report.failures.push_back(failure_of(element));
        }
    });
    return report;
}

}  // namespace pf
