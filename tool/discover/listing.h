// What a test program has in it, whatever its framework.
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

// Beyond these a listing is refused.
inline constexpr std::size_t kMaxCases = 1'000'000;
inline constexpr std::uint64_t kMaxListingBytes = std::uint64_t{256} << 20U;

// Of a linked program only.
struct ListedFixture {
    std::string name;
    std::string parent;  // "": the program itself.
    Scope scope = Scope::run;
    std::string file;
    int line = 0;
    bool follows = false;  // Nobody chose its scope: it becomes as narrow as that of what it stands on.

    bool operator==(const ListedFixture&) const = default;
};

struct ListedCase {
    std::string name;  // Unique in the listing.
    std::string file;  // Where it is written; empty: unknown.
    int line = 0;
    std::vector<std::string> labels;
    bool disabled = false;
    std::vector<std::string> arguments;  // Of the program, to run this case and no other. Empty for a linked program.
    std::string fixture;                 // Linked: the innermost fixture it stands on; "": the program itself.
    std::string problem;                 // Not empty: it cannot be run by itself, and this is why.

    bool operator==(const ListedCase&) const = default;
};

struct Listing {
    std::string framework;  // gtest, catch2, doctest; of a linked program empty.
    bool linked = false;    // Our runtime is in it.
    std::vector<ListedFixture> fixtures;
    std::vector<ListedCase> cases;

    bool operator==(const Listing&) const = default;
};

// Of `all`, those cases whose names are in `wanted`: a case's arguments must tell it from every other one of the
// program, not only from those that a filter let through.
Listing keep_cases(Listing all, const Listing& wanted);

// The rules for every listing: at least one case, not too many, names that are unique and without control characters.
Status check_listing(const Listing& listing);

}  // namespace pf

#endif
