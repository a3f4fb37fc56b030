#include "tool/support/regex.h"

#include <fmt/format.h>
#include <pcre2.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>

#include "tool/support/cmake_regex.h"
#include "tool/support/text.h"

namespace pf {
namespace {

// PCRE2's limit of steps does not bound the time, because one step may read all of the text. So every item of a pattern
// calls back (PCRE2_AUTO_CALLOUT), and every kStepsBetweenLooks calls the callback reads the clock.
constexpr std::uint32_t kMaxSteps = 10'000'000;
constexpr std::uint32_t kStepsBetweenLooks = 64;
constexpr std::chrono::milliseconds kMaxTime{1000};
constexpr std::uint32_t kMaxHeapKiB = 256 * 1024;
constexpr std::size_t kFirstStack = std::size_t{32} << 10;
constexpr std::size_t kMaxStack = std::size_t{64} << 20;  // Bytes. The stack grows up to this.

using Clock = std::chrono::steady_clock;

struct Free {
    void operator()(pcre2_code* code) const { pcre2_code_free(code); }
    void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
    void operator()(pcre2_match_context* context) const { pcre2_match_context_free(context); }
    void operator()(pcre2_jit_stack* stack) const { pcre2_jit_stack_free(stack); }
};
using Code = std::unique_ptr<pcre2_code, Free>;
using MatchData = std::unique_ptr<pcre2_match_data, Free>;

PCRE2_SPTR bytes(std::string_view text) {
    // PCRE2 refuses a null pointer even for an empty text.
    return reinterpret_cast<PCRE2_SPTR>(text.empty() ? "" : text.data());
}

std::string message_of(int code) {
    std::array<PCRE2_UCHAR, 256> buffer{};
    if (pcre2_get_error_message(code, buffer.data(), buffer.size()) < 0) {
        return fmt::format("PCRE2 error {}", code);
    }
    return reinterpret_cast<const char*>(buffer.data());
}

struct Watch {
    Clock::time_point deadline = Clock::now() + kMaxTime;
    std::uint32_t steps = 0;
};

// The callback of pcre2callout(3). A result of 0 continues the search, and an error ends it.
int look_at_the_clock(pcre2_callout_block* /*where*/, void* data) {
    auto& watch = *static_cast<Watch*>(data);
    const bool look = ++watch.steps % kStepsBetweenLooks == 0;
    return look && Clock::now() > watch.deadline ? PCRE2_ERROR_MATCHLIMIT : 0;
}

// Returns the context of every search. It has a growing stack, because PCRE2's default of 32 KiB is too small for long
// texts.
pcre2_match_context* match_context(Watch* watch) {
    static const std::unique_ptr<pcre2_jit_stack, Free> stack(pcre2_jit_stack_create(kFirstStack, kMaxStack, nullptr));
    static const std::unique_ptr<pcre2_match_context, Free> context(pcre2_match_context_create(nullptr));
    pcre2_set_match_limit(context.get(), kMaxSteps);
    pcre2_set_heap_limit(context.get(), kMaxHeapKiB);
    pcre2_jit_stack_assign(context.get(), nullptr, stack.get());
    pcre2_set_callout(context.get(), look_at_the_clock, watch);
    return context.get();
}

// Returns the number of groups that were set, or PCRE2's error.
int search_in(const pcre2_code* code, std::string_view text, pcre2_match_data* data) {
    Watch watch;
    pcre2_match_context* context = match_context(&watch);
    const int found = pcre2_match(code, bytes(text), text.size(), 0, 0, data, context);
    if (found != PCRE2_ERROR_JIT_STACKLIMIT) {
        return found;
    }
    return pcre2_match(code, bytes(text), text.size(), 0, PCRE2_NO_JIT, data, context);
}

std::vector<std::pair<std::string, std::string>> groups_of(const pcre2_code* code, std::string_view text,
                                                           pcre2_match_data* data) {
    std::uint32_t count = 0;
    std::uint32_t entry_size = 0;
    PCRE2_SPTR entry = nullptr;
    pcre2_pattern_info(code, PCRE2_INFO_NAMECOUNT, &count);
    pcre2_pattern_info(code, PCRE2_INFO_NAMEENTRYSIZE, &entry_size);
    pcre2_pattern_info(code, PCRE2_INFO_NAMETABLE, &entry);
    const PCRE2_SIZE* ends = pcre2_get_ovector_pointer(data);
    std::vector<std::pair<std::string, std::string>> groups;
    for (std::uint32_t i = 0; i < count; ++i, entry += entry_size) {
        // An entry is two bytes of group number, the most significant first, and then the name (pcre2api(3)).
        const std::size_t number = static_cast<std::size_t>(entry[0]) << 8U | entry[1];
        const PCRE2_SIZE begin = ends[2 * number];
        if (begin != PCRE2_UNSET) {
            groups.emplace_back(reinterpret_cast<const char*>(entry + 2),
                                text.substr(begin, ends[2 * number + 1] - begin));
        }
    }
    return groups;
}

}  // namespace

struct Regex::Impl {
    std::string pattern;
    Code code;
};

Regex::Regex(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Regex::Regex(Regex&&) noexcept = default;
Regex& Regex::operator=(Regex&&) noexcept = default;
Regex::~Regex() = default;

const std::string& Regex::pattern() const { return impl_->pattern; }

Result<Regex> Regex::compile_as(std::string_view shown, std::string_view pattern, bool utf) {
    auto impl = std::make_unique<Impl>();
    impl->pattern = shown;
    std::uint32_t options = PCRE2_DOTALL | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C | PCRE2_AUTO_CALLOUT;
    if (utf) {
        options |= PCRE2_UTF | PCRE2_MATCH_INVALID_UTF;
    }
    int code = 0;
    PCRE2_SIZE position = 0;
    impl->code.reset(pcre2_compile(bytes(pattern), pattern.size(), options, &code, &position, nullptr));
    if (impl->code == nullptr) {
        position = std::min(position, pattern.size());
        return Error{fmt::format("{} at position {}: {} <-- here{}{}", message_of(code), position,
                                 one_line(pattern.substr(0, position)), position < pattern.size() ? " --> " : "",
                                 one_line(pattern.substr(position)))};
    }
    // Without JIT, or for a pattern that JIT cannot compile, pcre2_match() interprets.
    static_cast<void>(pcre2_jit_compile(impl->code.get(), PCRE2_JIT_COMPLETE));
    return Regex(std::move(impl));
}

Result<Regex> Regex::compile(std::string_view pattern) { return compile_as(pattern, pattern, is_utf8(pattern)); }

Result<Regex> Regex::compile_cmake(std::string_view pattern) {
    const Result<std::string> translated = pcre2_from_cmake(pattern);
    return translated.ok() ? compile_as(pattern, *translated, false) : Result<Regex>(translated.error());
}

Result<std::optional<RegexMatch>> Regex::search(std::string_view text) const {
    const MatchData data(pcre2_match_data_create_from_pattern(impl_->code.get(), nullptr));
    const int found = search_in(impl_->code.get(), text, data.get());
    if (found == PCRE2_ERROR_NOMATCH) {
        return std::optional<RegexMatch>();
    }
    if (found < 0) {
        const bool endless = found == PCRE2_ERROR_MATCHLIMIT;
        return Error{fmt::format("regular expression '{}' given up on {} bytes of text: {}", one_line(impl_->pattern),
                                 text.size(), endless ? "it takes too many steps" : message_of(found))};
    }
    const PCRE2_SIZE* ends = pcre2_get_ovector_pointer(data.get());
    return std::optional(RegexMatch{ends[0], ends[1], groups_of(impl_->code.get(), text, data.get())});
}

Result<bool> Regex::matches(std::string_view text) const {
    const auto match = search(text);
    if (!match) {
        return match.error();
    }
    return match->has_value();
}

std::string regex_quote(std::string_view text) {
    std::string quoted;
    for (const char c : text) {
        if (std::string_view("\\^$.[]|()?*+{}").find(c) != std::string_view::npos) {
            quoted += '\\';
        }
        quoted += c;
    }
    return quoted;
}

}  // namespace pf
