// What holds for every listing that a test program's answer was read as.
#ifndef PARALLEL_FIXTURES_TESTS_FUZZ_SUPPORT_LISTING_RULES_H
#define PARALLEL_FIXTURES_TESTS_FUZZ_SUPPORT_LISTING_RULES_H

#include "runtime/result.h"
#include "tool/discover/listing.h"

namespace pf::fuzz {

// Everything that is done with a listing: it is checked, kept, found again, and made tasks of a plan. False: it is
// refused, and says why.
bool hold_listing(const Result<Listing>& listing);

}  // namespace pf::fuzz

#endif
