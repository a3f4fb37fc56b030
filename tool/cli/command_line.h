// Declares the options of one subcommand and parses them with CLI11.
#ifndef PARALLEL_FIXTURES_TOOL_CLI_COMMAND_LINE_H
#define PARALLEL_FIXTURES_TOOL_CLI_COMMAND_LINE_H

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tool/cli/arguments.h"
#include "tool/cli/command_help.h"
#include "tool/cli/exit_code.h"
#include "tool/cli/help_text.h"
#include "tool/cli/options.h"
#include "tool/support/text.h"

namespace pf {

// A CLI::App and the names of its options. CLI11 gets only the last name of each (see normalise()).
class CommandLine {
public:
    explicit CommandLine(const std::string& command, const std::string& description)
        : app_(description, "parallel-fixtures " + command) {
        app_.set_help_flag();
        description_.name = command;
        description_.text = description;
        flag({"-h", "--help"}, help_, "Print this help and exit");
    }

    // Sets the heading of the options that are declared from here on.
    void group(std::string name) { group_ = std::move(name); }

    // Takes the text of an option and returns an error if it is unusable.
    using Setter = std::function<Status(const std::string&)>;

    // Declares an option with a value. If it is repeated, the last value counts.
    void value(std::vector<std::string> names, Setter set, const std::string& type, const std::string& help) {
        app_.add_option_function<std::string>(names.back(), noted(names, std::move(set)), help)->take_last();
        describe(names, type, help);
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
            ->allow_extra_args(false);
        describe(names, type, help);
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
        describe(names, "", help);
        words_.push_back({std::move(names), false});
    }

    // Declares the positional argument.
    void word(const std::string& name, Setter set, const std::string& type, const std::string& help,
              bool required = false) {
        app_.add_option_function<std::string>(name, checked(name, std::move(set)), help);
        description_.words.push_back({{name}, type, help, "", required, {}});
    }

    // Declares a list of positional arguments.
    void words(const std::string& name, Setter set, const std::string& type, const std::string& help,
               bool required = false) {
        app_.add_option_function<std::vector<std::string>>(
            name,
            [set = checked(name, std::move(set))](const std::vector<std::string>& texts) {
                std::for_each(texts.begin(), texts.end(), set);
            },
            help);
        description_.words.push_back({{name}, type, help, "", required, {}});
    }

    // Declares the words from which the value of the positional argument is chosen.
    void choices(const std::vector<std::string>& words) { description_.words.back().choices = words; }

    // Declares what must follow "--" without taking it.
    void describe_rest(const std::string& type, const std::string& help) {
        description_.rest_type = type;
        description_.rest_text = help;
        description_.rest_required = true;
    }

    // Declares that words may follow "--", and what they are.
    void rest(std::vector<std::string>& target, const std::string& type, const std::string& help) {
        rest_ = &target;
        description_.rest_type = type;
        description_.rest_text = help;
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

    // Leaves an option out of the help.
    void hide(const std::string& name) {
        const auto hidden = [&name](const OptionHelp& option) { return option.names.back() == name; };
        auto& options = description_.options;
        options.erase(std::remove_if(options.begin(), options.end(), hidden), options.end());
    }

    [[nodiscard]] const CommandHelp& description() const { return description_; }

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

    // Whether result() returns something else than what it is given.
    [[nodiscard]] bool answered() const { return help_ || !error_.empty(); }

    // Returns the help if it was requested, else the first error, else `options`.
    template <typename Options>
    Command result(Options options) const {
        if (help_) {
            return Answer{help_text(description_), kExitOk};
        }
        if (!error_.empty()) {
            return Answer{fmt::format("{0}: {1}\nSee '{0} --help'.\n", app_.get_name(), error_), kExitUsage};
        }
        return options;
    }

private:
    void describe(const std::vector<std::string>& names, const std::string& type, const std::string& help) {
        description_.options.push_back({names, type, help, group_, false, {}});
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
    CommandHelp description_;
    std::string group_ = "Other";
    std::vector<OptionWords> words_;
    std::vector<std::string> normal_words_;  // The command line as normalise() returns it, without what follows --.
    bool help_ = false;
    std::string error_;
    std::vector<std::string>* rest_ = nullptr;
    std::map<std::string, std::string> given_;
};

}  // namespace pf

#endif
