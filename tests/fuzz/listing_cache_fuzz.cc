// A kept listing. Its key is "key".
#include "tests/fuzz/support/fuzz.h"
#include "tests/fuzz/support/listing_rules.h"
#include "tool/discover/listing_cache.h"

using namespace pf;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto kept = load_listing(fuzz::scratch_file("kept.json", fuzz::text_of(data, size)), "key");
    PF_HOLDS(!kept || fuzz::hold_listing(*kept));
    return 0;
}
