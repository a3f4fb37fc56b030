// Declares the options of one subcommand and parses them with CLI11.
#ifndef PARALLEL_FIXTURES_TOOL_CLI_COMMAND_LINE_H
#define PARALLEL_FIXTURES_TOOL_CLI_COMMAND_LINE_H

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tool/cli/arguments.h"
#include "tool/cli/exit_code.h"
#include "tool/cli/options.h"
#include "tool/support/text.h"

namespace pf {

// Shows all names of an option, for example "-R, --tests-regex"; CLI11 knows only the last one.
class HelpFormat : public CLI::Formatter {
public:
    explicit HelpFormat(const std::vector<OptionWords>& words) : words_(words) { column_width(36); }

    std::string make_option_name(const CLI::Option* option, bool positional) const override {
        for (const OptionWords& words : words_) {
            if (words.names.back() == option->get_name()) {
                return fmt::format("{}", fmt::join(words.names, ", "));
            }
        }
        return CLI::Formatter::make_option_name(option, positional);
    }

private:
    const std::vector<OptionWords>& words_;
};

// A CLI::App and the names of its options. CLI11 gets only the last name of each (see normalise()).
class CommandLine {
public:
    explicit CommandLine(const std::string& command, const std::string& description)
        : app_(description, "parallel-fixtures " + command) {
        app_.set_help_flag();
        app_.formatter(std::make_shared<HelpFormat>(words_));
        flag({"-h", "--help"}, help_, "Print this help and exit");
    }

    void value(std::vector<std::string> names, std::optional<std::string>& target, const std::string& type,
               const std::string& help) {
        app_.add_option_function<std::string>(
                names.back(), [&target](const std::string& text) { target = text; }, help)
            ->type_name(type)
            ->take_last();
        words_.push_back({std::move(names), true});
    }

    void values(std::vector<std::string> names, std::vector<std::string>& target, const std::string& type,
                const std::string& help) {
        app_.add_option_function<std::vector<std::string>>(
                names.back(), [&target](const std::vector<std::string>& texts) { target = texts; }, help)
            ->type_name(type)
            ->allow_extra_args(false);
        words_.push_back({std::move(names), true});
    }

    void flag(std::vector<std::string> names, bool& target, const std::string& help) {
        app_.add_flag_callback(
            names.back(), [&target] { target = true; }, help);
        words_.push_back({std::move(names), false});
    }

    // Declares the positional argument.
    void word(const std::string& name, std::optional<std::string>& target, const std::string& type,
              const std::string& help) {
        app_.add_option_function<std::string>(
                name, [&target](const std::string& text) { target = text; }, help)
            ->type_name(type);
    }

    void hide(const std::string& name) { app_.get_option(name)->group(""); }

    // Fills the declared targets. Returns an answer if the command must print that and exit instead: its help or an
    // error.
    std::optional<Answer> parse(const std::vector<std::string>& arguments) {
        auto words = normalise(arguments, words_);
        if (!words) {
            return refused(words.error().message);
        }
        std::reverse(words->begin(), words->end());  // CLI11 takes the words from the end.
        try {
            app_.parse(std::move(words).value());
        } catch (const CLI::ParseError& error) {
            return refused(printable(error.what()));
        }
        if (help_) {
            return Answer{app_.help(), kExitOk};
        }
        return std::nullopt;
    }

    [[nodiscard]] Answer refused(const std::string& message) const {
        return {fmt::format("{0}: {1}\nSee '{0} --help'.\n", app_.get_name(), message), kExitUsage};
    }

private:
    CLI::App app_;
    std::vector<OptionWords> words_;
    bool help_ = false;
};

}  // namespace pf

#endif
