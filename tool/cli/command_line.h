// Declares the options of one subcommand and parses them with CLI11.
#ifndef PARALLEL_FIXTURES_TOOL_CLI_COMMAND_LINE_H
#define PARALLEL_FIXTURES_TOOL_CLI_COMMAND_LINE_H

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tool/cli/arguments.h"
#include "tool/cli/exit_code.h"
#include "tool/cli/options.h"
#include "tool/support/text.h"
#include "tool/terminal/wrap.h"

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

    // Takes the text of an option and returns an error if it is unusable.
    using Setter = std::function<Status(const std::string&)>;

    // Declares an option with a value. If it is repeated, the last value counts.
    void value(std::vector<std::string> names, Setter set, const std::string& type, const std::string& help) {
        app_.add_option_function<std::string>(names.back(), noted(names, std::move(set)), help)
            ->type_name(type)
            ->take_last();
        words_.push_back({std::move(names), true});
    }

    // Declares an option whose value, a number, may be missing, and is `fallback` then.
    void number(std::vector<std::string> names, Setter set, const std::string& fallback, const std::string& type,
                const std::string& help) {
        value(std::move(names), std::move(set), type, help);
        words_.back().fallback = fallback;
    }

    // Declares an option with a value that may be repeated.
    void values(std::vector<std::string> names, Setter set, const std::string& type, const std::string& help) {
        app_.add_option_function<std::vector<std::string>>(
                names.back(),
                [set = checked(names.front(), std::move(set))](const std::vector<std::string>& texts) {
                    std::for_each(texts.begin(), texts.end(), set);
                },
                help)
            ->type_name(type)
            ->allow_extra_args(false);
        words_.push_back({std::move(names), true});
    }

    void flag(std::vector<std::string> names, bool& target, const std::string& help) {
        app_.add_flag_callback(
            names.back(),
            [this, &target, name = names.back()] {
                given_[name] = "true";
                target = true;
            },
            help);
        words_.push_back({std::move(names), false});
    }

    // Declares the positional argument.
    void word(const std::string& name, Setter set, const std::string& type, const std::string& help) {
        app_.add_option_function<std::string>(name, checked(name, std::move(set)), help)->type_name(type);
    }

    // Declares a list of positional arguments.
    void words(const std::string& name, Setter set, const std::string& type, const std::string& help) {
        app_.add_option_function<std::vector<std::string>>(
                name,
                [set = checked(name, std::move(set))](const std::vector<std::string>& texts) {
                    std::for_each(texts.begin(), texts.end(), set);
                },
                help)
            ->type_name(type);
    }

    // Declares that words may follow "--", and what they are.
    void rest(std::vector<std::string>& target, const std::string& help) {
        rest_ = &target;
        app_.footer(help);
    }

    // Returns the options on the command line by their last name, with their last value; of a flag "true".
    [[nodiscard]] const std::map<std::string, std::string>& given() const { return given_; }

    // Returns the options on the command line, with their values, as words for another command line. The options with
    // the last names `without`, and words that are no options, are left out.
    [[nodiscard]] std::vector<std::string> options_without(const std::set<std::string>& without) const {
        std::vector<std::string> result;
        for (std::size_t i = 0; i < normal_words_.size(); ++i) {
            const auto known = std::find_if(words_.begin(), words_.end(), [&](const OptionWords& option) {
                return option.names.back() == normal_words_[i];
            });
            if (known == words_.end()) {
                continue;
            }
            const std::size_t size = known->takes_value ? 2 : 1;
            if (without.count(normal_words_[i]) == 0) {
                result.insert(result.end(), normal_words_.begin() + static_cast<std::ptrdiff_t>(i),
                              normal_words_.begin() + static_cast<std::ptrdiff_t>(i + size));
            }
            i += size - 1;
        }
        return result;
    }

    void hide(const std::string& name) { app_.get_option(name)->group(""); }

    // Passes the values to the setters. Errors are returned by result().
    void parse(const std::vector<std::string>& arguments) {
        auto given = normalise(arguments, words_);
        if (!given) {
            refuse(given.error().message);
            return;
        }
        if (rest_ == nullptr && !given->rest.empty()) {
            refuse("nothing may follow --");
            return;
        }
        if (std::find(given->rest.begin(), given->rest.end(), "") != given->rest.end()) {
            refuse("a name after -- is empty");
        }
        if (rest_ != nullptr) {
            *rest_ = given->rest;
        }
        normal_words_ = given->words;
        std::reverse(given->words.begin(), given->words.end());  // CLI11 takes the words from the end.
        try {
            app_.parse(std::move(given->words));
        } catch (const CLI::ParseError& error) {
            error_ = printable(error.what());
        }
    }

    // Makes the command line unusable, unless an earlier error has done so.
    void refuse(const std::string& error) { error_ = error_.empty() ? error : error_; }

    // Passes a value that is not from the command line to a setter. `name` is the name for errors.
    void set(const std::string& name, const Setter& setter, const std::string& text) { checked(name, setter)(text); }

    // Returns the help if it was requested, else the first error, else `options`.
    template <typename Options>
    Command result(Options options) const {
        if (help_) {
            return Answer{help(), kExitOk};
        }
        if (!error_.empty()) {
            return Answer{fmt::format("{0}: {1}\nSee '{0} --help'.\n", app_.get_name(), error_), kExitUsage};
        }
        return options;
    }

private:
    static constexpr int kHelpColumns = 36;
    static constexpr int kTerminalColumns = 80;

    [[nodiscard]] std::string help() const {
        std::string text;
        const std::string whole = app_.help();
        for (const std::string_view line : split_lines(whole)) {
            const int indent = line.substr(0, 2) == "  " ? kHelpColumns : 0;
            for (const std::string& part : wrapped(line, kTerminalColumns, indent)) {
                text += part + "\n";
            }
        }
        return text;
    }

    std::function<void(const std::string&)> noted(const std::vector<std::string>& names, Setter set) {
        return [this, name = names.back(), check = checked(names.front(), std::move(set))](const std::string& text) {
            given_[name] = text;
            check(text);
        };
    }

    std::function<void(const std::string&)> checked(const std::string& name, Setter set) {
        return [this, name, set = std::move(set)](const std::string& text) {
            if (const Status status = set(text); !status) {
                refuse(name + ": " + status.error().message);
            }
        };
    }

    CLI::App app_;
    std::vector<OptionWords> words_;
    std::vector<std::string> normal_words_;  // The command line as normalise() returns it, without what follows --.
    bool help_ = false;
    std::string error_;
    std::vector<std::string>* rest_ = nullptr;
    std::map<std::string, std::string> given_;
};

}  // namespace pf

#endif
