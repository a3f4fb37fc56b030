#include "tool/cli/arguments.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstddef>

#include "tool/support/text.h"

namespace pf {
namespace {

bool is_number(std::string_view word) {
    return !word.empty() && word.find_first_not_of("0123456789") == std::string_view::npos;
}

class Normaliser {
public:
    Normaliser(const std::vector<std::string>& words, const std::vector<OptionWords>& options)
        : words_(words), options_(options) {}

    Result<Arguments> run() {
        while (at_ < words_.size()) {
            const std::string& word = words_[at_++];
            if (word == "--") {
                rest_.assign(words_.begin() + static_cast<std::ptrdiff_t>(at_), words_.end());
                break;
            }
            const Status status = word.size() > 1 && word[0] == '-' ? option(word) : positional(word);
            if (!status) {
                return status.error();
            }
        }
        return Arguments{std::move(result_), std::move(rest_)};
    }

private:
    Status positional(const std::string& word) {
        result_.push_back(word);
        return ok_status();
    }

    const OptionWords* find(std::string_view name) const {
        for (const OptionWords& option : options_) {
            if (std::find(option.names.begin(), option.names.end(), name) != option.names.end()) {
                return &option;
            }
        }
        return nullptr;
    }

    Status option(const std::string& word) {
        const bool is_long = word[1] == '-';
        const std::size_t equals = is_long ? word.find('=') : std::string::npos;
        const std::string name = word.substr(0, equals);
        if (const OptionWords* known = find(name)) {
            return equals == std::string::npos ? known_option(*known, name)
                                               : with_value(*known, name, word.substr(equals + 1));
        }
        if (word.size() > 2 && word[1] == 'j' && std::isdigit(static_cast<unsigned char>(word[2])) != 0) {
            if (const OptionWords* jobs = find("-j")) {
                return with_value(*jobs, "-j", word.substr(2));
            }
        }
        return unknown(name);
    }

    Status known_option(const OptionWords& known, const std::string& name) {
        if (!known.takes_value) {
            result_.push_back(known.names.back());
            return ok_status();
        }
        if (!known.fallback.empty() && (at_ == words_.size() || !is_number(words_[at_]))) {
            return with_value(known, name, known.fallback);
        }
        if (at_ == words_.size()) {
            return Error{fmt::format("{} needs a value", name)};
        }
        return with_value(known, name, words_[at_++]);
    }

    Status with_value(const OptionWords& known, const std::string& name, const std::string& value) {
        if (!known.takes_value) {
            return Error{fmt::format("{} takes no value", name)};
        }
        result_.push_back(known.names.back());
        result_.push_back(value);
        return ok_status();
    }

    Status unknown(const std::string& name) const {
        std::vector<std::string> names;
        for (const OptionWords& option : options_) {
            names.insert(names.end(), option.names.begin(), option.names.end());
        }
        const std::string near = nearest(name, names);
        return Error{fmt::format("unknown option '{}'{}", printable(name),
                                 near.empty() ? "" : fmt::format(", did you mean '{}'?", near))};
    }

    const std::vector<std::string>& words_;
    const std::vector<OptionWords>& options_;
    std::size_t at_ = 0;
    std::vector<std::string> result_;
    std::vector<std::string> rest_;
};

}  // namespace

Result<Arguments> normalise(const std::vector<std::string>& words, const std::vector<OptionWords>& options) {
    return Normaliser(words, options).run();
}

}  // namespace pf
