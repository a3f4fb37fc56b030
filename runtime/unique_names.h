// Names for test cases that need different ones. Adapters and the helper follow this one rule, so that a program has
// the same ids whether it is linked with the runtime or not.
//
// THREADS: values; nothing is shared.
#ifndef PARALLEL_FIXTURES_RUNTIME_UNIQUE_NAMES_H
#define PARALLEL_FIXTURES_RUNTIME_UNIQUE_NAMES_H

#include <string>
#include <string_view>
#include <unordered_map>

namespace pf {

class UniqueNames {
public:
    // Returns the name, or "unnamed" for an empty one. If the result was returned before, adds the first of
    // " #2", " #3" and so on with which it was not. So the names depend only on the order of the calls.
    std::string next(std::string_view name) {
        std::string base(name.empty() ? "unnamed" : name);
        unsigned& uses = uses_[base];  // A reference into an unordered_map stays valid when it grows.
        if (uses == 0) {
            uses = 1;
            return base;
        }
        std::string numbered;
        do {
            numbered = base + " #" + std::to_string(++uses);
        } while (!uses_.emplace(numbered, 1).second);
        return numbered;
    }

private:
    std::unordered_map<std::string, unsigned> uses_;  // The highest number that each name has been given.
};

}  // namespace pf

#endif
