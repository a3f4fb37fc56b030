// Stores listings beside the plan, so that a program is run again only if it has changed.
//
// THREADS: no shared state. Several processes may load and save at the same time.
#ifndef PARALLEL_FIXTURES_TOOL_DISCOVER_LISTING_CACHE_H
#define PARALLEL_FIXTURES_TOOL_DISCOVER_LISTING_CACHE_H

#include <optional>
#include <string>

#include "runtime/result.h"
#include "tool/discover/listing.h"
#include "tool/plan/plan.h"

namespace pf {

// Returns a text that has everything on which a listing depends: the program's file with its size and time, its command
// and environment, and the helper's version. Returns "" if there is no such file. Libraries that the program loads are
// not part of the key.
std::string listing_key(const Group& group, const std::string& version);

// Returns <folder>/listing-<group's number>.json.
std::string listing_file(const std::string& folder, GroupId group);

// Returns the listing in the file if it has this key and passes check_listing(). Returns nothing for any other content.
std::optional<Listing> load_listing(const std::string& file, const std::string& key);

// Replaces the file atomically.
Status save_listing(const std::string& file, const std::string& key, const Listing& listing);

}  // namespace pf

#endif
