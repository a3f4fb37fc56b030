#include "tool/support/cmake_regex.h"

#include <fmt/format.h>

#include <bitset>

#include "tool/support/text.h"

namespace pf {
namespace {

constexpr std::string_view kRepeats = "*+?";
constexpr std::size_t kDeepest = 200;  // Nested groups. PCRE2's own limit is 250.

// Descends recursively over the grammar of KWSys' compiler: alternatives of sequences of repeated atoms. A part is
// called wide if it always matches at least one character; KWSys refuses to repeat any other.
class Translator {
public:
    explicit Translator(std::string_view pattern) : pattern_(pattern) {}

    Result<std::string> translate() {
        bool wide = false;
        if (!alternatives(wide)) {
            return error_;
        }
        if (!at_end()) {
            return fail("unmatched \")\"");
        }
        return out_;
    }

private:
    [[nodiscard]] bool at_end() const { return at_ >= pattern_.size(); }
    [[nodiscard]] bool next_is_one_of(std::string_view characters) const {
        return !at_end() && characters.find(pattern_[at_]) != std::string_view::npos;
    }

    Error fail(const char* what) {
        error_ = Error{fmt::format("{} at position {}: {} <-- here{}{}", what, at_, one_line(pattern_.substr(0, at_)),
                                   at_end() ? "" : " --> ", one_line(pattern_.substr(at_)))};
        return error_;
    }
    bool refuse(const char* what) {
        fail(what);
        return false;
    }

    bool alternatives(bool& wide) {
        wide = true;
        while (true) {
            bool branch_is_wide = false;
            if (!sequence(branch_is_wide)) {
                return false;
            }
            wide = wide && branch_is_wide;
            if (!next_is_one_of("|")) {
                return true;
            }
            out_ += '|';
            ++at_;
        }
    }

    bool sequence(bool& wide) {
        wide = false;
        while (!at_end() && !next_is_one_of("|)")) {
            bool piece_is_wide = false;
            if (!piece(piece_is_wide)) {
                return false;
            }
            wide = wide || piece_is_wide;
        }
        return true;
    }

    bool piece(bool& wide) {
        const std::size_t begin = out_.size();
        bool atom_is_wide = false;
        if (!atom(atom_is_wide)) {
            return false;
        }
        wide = atom_is_wide;
        if (!next_is_one_of(kRepeats)) {
            return true;
        }
        const char repeat = pattern_[at_];
        if (!atom_is_wide && repeat != '?') {
            return refuse("what is repeated could be empty");
        }
        ++at_;
        if (next_is_one_of(kRepeats)) {
            return refuse("nested *, + or ?");
        }
        wide = repeat == '+';
        out_.insert(begin, "(?:");  // PCRE2 repeats an assertion only if it is inside a group.
        out_ += ')';
        out_ += repeat;
        return true;
    }

    bool atom(bool& wide) {
        wide = true;
        const char c = pattern_[at_];
        switch (c) {
            case '^':
            case '$':
                wide = false;
                out_ += c == '^' ? "\\A" : "\\z";
                ++at_;
                return true;
            case '.':
                out_ += "[\\x00-\\xff]";
                ++at_;
                return true;
            case '[':
                return set();
            case '(':
                return group(wide);
            case '*':
            case '+':
            case '?':
                return refuse("*, + or ? follows nothing");
            case '\\':
                if (at_ + 1 == pattern_.size()) {
                    return refuse("trailing backslash");
                }
                ++at_;
                break;
            default:
                break;
        }
        add_byte(pattern_[at_++]);
        return true;
    }

    bool group(bool& wide) {
        if (++depth_ > kDeepest) {
            return refuse("too many groups within groups");
        }
        ++at_;
        out_ += "(?:";
        if (!alternatives(wide)) {
            return false;
        }
        if (!next_is_one_of(")")) {
            return refuse("unmatched \"(\"");
        }
        ++at_;
        --depth_;
        out_ += ')';
        return true;
    }

    // In KWSys a "]" or "-" at the beginning of a set is a member, and a backslash escapes nothing.
    bool set() {
        ++at_;
        const bool complement = next_is_one_of("^");
        at_ += complement ? 1 : 0;
        std::bitset<256> members;
        const auto take = [&] { members.set(static_cast<unsigned char>(pattern_[at_++])); };
        if (next_is_one_of("]-")) {
            take();
        }
        while (!at_end() && !next_is_one_of("]")) {
            const bool range = next_is_one_of("-") && at_ + 1 < pattern_.size() && pattern_[at_ + 1] != ']';
            if (!range) {
                take();
                continue;
            }
            const auto first = static_cast<unsigned char>(pattern_[at_ - 1]);
            const auto last = static_cast<unsigned char>(pattern_[at_ + 1]);
            if (first > last) {
                return refuse("invalid range in []");
            }
            for (unsigned byte = first; byte <= last; ++byte) {
                members.set(byte);
            }
            at_ += 2;
        }
        if (at_end()) {
            return refuse("unmatched \"[\"");
        }
        ++at_;
        add_set(complement ? ~members : members);
        return true;
    }

    void add_set(const std::bitset<256>& members) {
        if (members.none()) {
            out_ += "(?!)";
            return;
        }
        out_ += '[';
        for (unsigned byte = 0; byte < members.size(); ++byte) {
            if (members[byte]) {
                out_ += fmt::format("\\x{:02x}", byte);
            }
        }
        out_ += ']';
    }

    void add_byte(char c) { out_ += fmt::format("\\x{:02x}", static_cast<unsigned char>(c)); }

    std::string_view pattern_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
    std::string out_;
    Error error_;
};

}  // namespace

Result<std::string> pcre2_from_cmake(std::string_view pattern) { return Translator(pattern).translate(); }

}  // namespace pf
