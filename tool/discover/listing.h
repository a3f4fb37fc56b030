// The cases of a test program of any framework.
//
// THREADS: values; nothing is shared.
#ifndef PARALLEL_FIXTURES_TOOL_DISCOVER_LISTING_H
#define PARALLEL_FIXTURES_TOOL_DISCOVER_LISTING_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "runtime/result.h"
#include "tool/plan/plan.h"

namespace pf {

// A listing with more cases or more bytes is an error.
inline constexpr std::size_t kMaxCases = 1'000'000;
inline constexpr std::uint64_t kMaxListingBytes = std::uint64_t{256} << 20U;

// A fixture of a linked program.
struct ListedFixture {
    std::string name;
    std::string parent;  // The fixture that it requires. Empty: the program itself.
    FixtureScope scope = FixtureScope::run;
    std::string file;
    int line = 0;
    bool follows = false;  // Its scope was not declared, and becomes as narrow as that of its parent.

    bool operator==(const ListedFixture&) const = default;
};

struct ListedCase {
    std::string name;  // Unique in the listing.
    std::string file;  // Its source. Empty: unknown.
    int line = 0;
    std::vector<std::string> labels;
    bool disabled = false;
    std::vector<std::string>
        arguments;        // Arguments that make the program run only this case. Not for a linked program.
    std::string fixture;  // In a linked program, the innermost fixture that it requires. Empty: none.
    std::string problem;  // Why the case cannot be run alone. Empty: it can.
    std::string test{};   // The name by which a linked program runs the case. Empty: that above.
    std::string suite{};  // The suite of GoogleTest or doctest with which the name begins. Empty: it has none.
    std::string type{};   // For GoogleTest, the type of a typed test. Empty: the test is none.
    std::string value{};  // For GoogleTest, the printed value of the test's parameter. Empty: it has none.

    bool operator==(const ListedCase&) const = default;
};

struct Listing {
    std::string framework;  // The plan's word for it (plan_word() of detect.h). Empty: the program has none of these.
    bool linked = false;    // The program is linked with our runtime.
    std::vector<ListedFixture> fixtures;
    std::vector<ListedCase> cases;
    bool shared_setup = true;  // A linked program sets something up for all of its tests, or may do so.

    bool operator==(const Listing&) const = default;
};

// Gives each case that has the name of an earlier one, or none, a name of its own (runtime/unique_names.h).
void number_cases(Listing& listing);

// Numbers the cases of `all`, which are those of the whole program, and returns those of them that are in `wanted`. So
// neither their names nor their arguments, which exclude every other case of the program, depend on a filter.
Listing keep_cases(Listing all, const Listing& wanted);

// Checks that a listing has at least one case and at most kMaxCases, and that their names are unique and have no
// control characters.
Status check_listing(const Listing& listing);

}  // namespace pf

#endif
