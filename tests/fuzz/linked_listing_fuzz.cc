// What a linked program answers when it is asked for its tests.
#include "tests/fuzz/support/fuzz.h"
#include "tests/fuzz/support/listing_rules.h"
#include "tool/discover/list_linked.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static_cast<void>(pf::fuzz::hold_listing(pf::parse_linked_listing(pf::fuzz::text_of(data, size))));
    return 0;
}
