// Listings kept beside the plan, so that programs are asked again only when they changed.
#ifndef PARALLEL_FIXTURES_TOOL_DISCOVER_LISTING_CACHE_H
#define PARALLEL_FIXTURES_TOOL_DISCOVER_LISTING_CACHE_H

#include <optional>
#include <string>

#include "runtime/result.h"
#include "tool/discover/listing.h"
#include "tool/plan/plan.h"

namespace pf {

// All that a listing depends on: the program's file, its size and time, what it is run with, and the helper's version.
// Empty when there is no such file. (A library that the program loads is not looked at.)
std::string listing_key(const Group& group, const std::string& version);

// <folder>/listing-<group's number>.json
std::string listing_file(const std::string& folder, GroupId group);

// The listing in the file if it was made for this key and check_listing finds nothing. Whatever is in the file, no
// error: it is then asked for again.
std::optional<Listing> load_listing(const std::string& file, const std::string& key);

// Written aside, then renamed: another helper sees the old one or the new one.
Status save_listing(const std::string& file, const std::string& key, const Listing& listing);

}  // namespace pf

#endif
