#include "tool/plan/resource_groups.h"

#include <algorithm>
#include <charconv>
#include <cstddef>

namespace pf {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool begins_type(char c) { return c == '_' || (c >= 'a' && c <= 'z'); }

class Parser {
public:
    explicit Parser(std::string_view text) : text_(text) {}

    Result<ResourceGroups> parse() {
        while (true) {
            const bool more = skip(';');
            if (!more) {
                return groups_;
            }
            if (!description()) {
                return Error{"\"" + std::string(text_) + "\": " + problem_ + " at character " +
                             std::to_string(at_ + 1) +
                             "; write [<count>,]<type>:<slots>[,<type>:<slots>...], with ; "
                             "between groups"};
            }
        }
    }

private:
    // Skips all of these marks. Returns whether anything follows.
    bool skip(char mark) {
        at_ = std::min(text_.find_first_not_of(mark, at_), text_.size());
        return at_ < text_.size();
    }
    [[nodiscard]] bool next_is(char mark) const { return at_ < text_.size() && text_[at_] == mark; }

    bool fail(const char* problem) {
        problem_ = problem;
        return false;
    }

    // Reads [<count>,]<type>:<slots>,... Several commas count as one, and one at the end is ignored. If a semicolon
    // follows a comma, the description goes on behind the semicolon, and CTest drops it if nothing follows.
    bool description() {
        int count = 1;
        if (!(is_digit(text_[at_]) ? number(count) : requirement())) {
            return false;
        }
        while (next_is(',')) {
            skip(',');
            const bool goes_on = next_is(';');
            if (!skip(';')) {
                count = goes_on ? 0 : count;
            } else if (!(goes_on && is_digit(text_[at_]) ? number(count) : requirement())) {
                return false;
            }
        }
        if (at_ < text_.size() && !next_is(';')) {
            return fail("an unexpected character");
        }
        const auto groups = groups_.size() + static_cast<std::size_t>(count);
        const auto requirements = requirements_ + static_cast<std::size_t>(count) * group_.size();
        if (std::max(groups, requirements) > static_cast<std::size_t>(kMostResourceGroups)) {
            return fail("more than 10000 groups or requirements");
        }
        requirements_ = requirements;
        groups_.insert(groups_.end(), static_cast<std::size_t>(count), group_);
        group_.clear();
        return true;
    }

    bool requirement() {
        const std::size_t begin = at_;
        if (!begins_type(text_[at_])) {
            return fail("no resource type, which has small letters, digits and _,");
        }
        while (at_ < text_.size() && (begins_type(text_[at_]) || is_digit(text_[at_]))) {
            ++at_;
        }
        if (!next_is(':')) {
            return fail("no colon behind the resource type");
        }
        ResourceRequirement& made = group_.emplace_back();
        made.type = text_.substr(begin, at_++ - begin);
        return number(made.slots);
    }

    bool number(int& value) {
        const char* const end = text_.data() + text_.size();
        const char* const begin = text_.data() + at_;
        if (begin == end || !is_digit(*begin)) {
            return fail("no number");
        }
        const auto [last, error] = std::from_chars(begin, end, value);
        if (error != std::errc()) {
            return fail("a number that is too large");
        }
        at_ += static_cast<std::size_t>(last - begin);
        return true;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    const char* problem_ = "";
    ResourceGroups groups_;
    ResourceGroup group_;
    std::size_t requirements_ = 0;
};

}  // namespace

Result<ResourceGroups> parse_resource_groups(std::string_view property) { return Parser(property).parse(); }

}  // namespace pf
