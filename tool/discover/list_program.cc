#include "tool/discover/list_program.h"

#include <sys/stat.h>

#include <functional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "runtime/directory.h"
#include "runtime/signals.h"
#include "tool/discover/detect.h"
#include "tool/discover/list_boost_test.h"
#include "tool/discover/list_catch2.h"
#include "tool/discover/list_doctest.h"
#include "tool/discover/list_gtest.h"
#include "tool/discover/list_linked.h"
#include "tool/discover/list_qt_test.h"
#include "tool/discover/program_output.h"
#include "tool/discover/refused_arguments.h"
#include "tool/support/file.h"

namespace pf {
namespace {

using Arguments = std::vector<std::string>;
using Lister = Arguments (*)(std::string_view filter, const std::string& file);
using Parser = std::function<Result<Listing>(std::string_view)>;

// Lists the cases that a filter selects.
using ListOnce = std::function<Result<Listing>(const std::string& filter)>;

// Returns the listing, or its error with the end of the program's output.
Result<Listing> parsed(Result<Listing> listing, const ProgramOutput& output) {
    return listing.ok() ? std::move(listing) : with_tail(listing.error().message, output.tail);
}

// For a framework that can list into a file, where the program's own output does not disturb.
ListOnce by_file(const Group& group, double timeout, Lister arguments, const Parser& parse) {
    return [&group, timeout, arguments, parse](const std::string& filter) -> Result<Listing> {
        // A signal ends the helper only after the directory has been removed.
        const BlockedSignals held(kEndingSignals);
        const Result<TemporaryDirectory> directory = TemporaryDirectory::make("pf-list-");
        if (!directory.ok()) {
            return directory.error();
        }
        const std::string file = directory->path() + "/listing";
        const Result<ProgramOutput> output = run_program(group, arguments(filter, file), timeout);
        if (!output.ok()) {
            return output.error();
        }
        if (output->exit_code != 0) {
            return with_tail("ended with exit code " + std::to_string(output->exit_code) + " when asked for its tests",
                             output->tail);
        }
        const Result<std::string> text = read_file(file, kMaxListingBytes);
        if (!text.ok()) {
            return with_tail("wrote no list of tests where it was asked to (" + text.error().message + ")",
                             output->tail);
        }
        return parsed(parse(*text), *output);
    };
}

// The exit code is not checked, because that of Catch2 2 is the number of cases.
ListOnce by_catch2_v2(const Group& group, double timeout) {
    return [&group, timeout](const std::string& filter) -> Result<Listing> {
        const Result<ProgramOutput> tags = run_program(group, catch2_v2_tag_arguments(filter), timeout);
        if (!tags.ok()) {
            return tags.error();
        }
        const Result<ProgramOutput> names = run_program(group, catch2_v2_name_arguments(filter), timeout);
        if (!names.ok()) {
            return names.error();
        }
        return parsed(parse_catch2_v2_listing(names->text, tags->text), *tags);
    };
}

ListOnce by_catch2_v3(const Group& group, double timeout) {
    return [&group, timeout](const std::string& filter) -> Result<Listing> {
        const Result<ProgramOutput> output = run_program(group, catch2_v3_list_arguments(filter), timeout);
        return output.ok() ? parsed(parse_catch2_v3_listing(output->text), *output) : output.error();
    };
}

// Lists the cases that the group's filter selects, with arguments that select each among all cases of the program.
Result<Listing> list_with(const ListOnce& list_once, const Group& group, const std::string& everything) {
    const std::string filter(group.program.filter);
    Result<Listing> all = list_once(everything);
    if (!all.ok()) {
        return all;
    }
    if (filter == everything) {
        number_cases(*all);
        return all;
    }
    Result<Listing> wanted = list_once(filter);
    return wanted.ok() ? Result<Listing>(keep_cases(std::move(*all), *wanted)) : std::move(wanted);
}

Result<Listing> list_doctest(const Group& group, double timeout) {
    const ListOnce list_once = by_file(group, timeout, doctest_list_arguments, parse_doctest_listing);
    const Result<Listing> all = list_once("");
    const std::string filter(group.program.filter);
    const Result<Listing> wanted = all.ok() && !filter.empty() ? list_once(filter) : all;
    if (!wanted.ok()) {
        return wanted.error();
    }
    Listing listing = keep_cases(*all, *wanted);
    shorten_doctest_names(listing, keep_cases(*all, *all));
    return listing;
}

// The program lists all cases, whatever the filter is.
Result<Listing> list_boost_test(const Group& group, double timeout) {
    const std::string filter(group.program.filter);
    const auto arguments = [](std::string_view /*filter*/, const std::string& file) {
        return boost_test_list_arguments(file);
    };
    return by_file(group, timeout, arguments,
                   [&filter](std::string_view dot) { return parse_boost_test_listing(dot, filter); })("");
}

// A function that makes rows may need what only a run sets up. Its program then ends badly, and lists functions only.
Result<Listing> list_qt_test(const Group& group, double timeout, bool is_qt5) {
    const Result<ProgramOutput> functions = run_program(group, {"-functions"}, timeout);
    if (!functions.ok()) {
        const bool no_display = functions.error().message.find("platform plugin") != std::string::npos;
        return no_display ? Error{"it found no display; give its group ENVIRONMENT QT_QPA_PLATFORM=offscreen: " +
                                  functions.error().message}
                          : functions.error();
    }
    const Result<ProgramOutput> tags = run_program(group, {"-datatags"}, timeout);
    const bool has_tags = tags.ok() && tags->exit_code == 0;
    return parsed(parse_qt_test_listing(functions->text, has_tags ? tags->text : "", group.program.filter, is_qt5),
                  *functions);
}

// Adds what the messages of a linked program do not say: the suites and parameters that GoogleTest itself lists.
void add_parameters(Listing& listing, const Result<Listing>& of_framework) {
    std::unordered_map<std::string_view, const ListedCase*> by_name;
    for (std::size_t i = 0; of_framework.ok() && i < of_framework->cases.size(); ++i) {
        by_name.emplace(of_framework->cases[i].name, &of_framework->cases[i]);
    }
    for (ListedCase& listed : listing.cases) {
        if (const auto found = by_name.find(listed.name); found != by_name.end()) {
            listed.suite = found->second->suite;
            listed.type = found->second->type;
            listed.value = found->second->value;
        }
    }
}

Result<Listing> list(const Group& group, double timeout) {
    const std::string file(group.program.file);
    struct stat status {};
    if (stat(file.c_str(), &status) != 0) {
        return Error{"does not exist; build it, as ctest does not"};
    }
    const Result<Detected> detected = detect(file, group.program.framework);
    if (!detected.ok()) {
        return detected.error();
    }
    if (detected->linked) {
        Result<Listing> listing = list_linked(group, timeout);
        if (listing.ok() && listing->framework == "gtest" && group.names.by != NamedBy::itself) {
            add_parameters(*listing, by_file(group, timeout, gtest_list_arguments, parse_gtest_listing)(""));
        }
        return listing;
    }
    if (std::string problem = refused_argument(plan_word(detected->framework), group.program, true); !problem.empty()) {
        return Error{std::move(problem)};
    }
    switch (detected->framework) {
        case Framework::gtest:
            return list_with(by_file(group, timeout, gtest_list_arguments, parse_gtest_listing), group, "");
        case Framework::catch2_v2:
            return list_with(by_catch2_v2(group, timeout), group, kCatch2Everything);
        case Framework::catch2_v3:
            return list_with(by_catch2_v3(group, timeout), group, kCatch2Everything);
        case Framework::doctest:
            return list_doctest(group, timeout);
        case Framework::boost_test:
            return list_boost_test(group, timeout);
        case Framework::qt5_test:
        case Framework::qt6_test:
            break;
    }
    return list_qt_test(group, timeout, detected->framework == Framework::qt5_test);
}

}  // namespace

Result<Listing> list_program(const Group& group, double timeout) {
    Result<Listing> listing = list(group, timeout);
    const Status checked = listing.ok() ? check_listing(*listing) : Status(listing.error());
    if (!checked.ok()) {
        return Error{"the test program " + std::string(group.program.file) + ": " + checked.error().message};
    }
    return listing;
}

}  // namespace pf
