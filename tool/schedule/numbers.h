// Numbers that are taken and given back.
#ifndef PARALLEL_FIXTURES_TOOL_SCHEDULE_NUMBERS_H
#define PARALLEL_FIXTURES_TOOL_SCHEDULE_NUMBERS_H

#include <set>

namespace pf {

// The numbers from 0, of which each is free or taken.
class Numbers {
public:
    [[nodiscard]] int lowest_free() const { return freed_.empty() ? next_ : *freed_.begin(); }

    // REQUIRES: the number is free.
    void take(int number) {
        for (; next_ <= number; ++next_) {
            freed_.insert(next_);
        }
        freed_.erase(number);
    }

    // REQUIRES: the number is taken.
    void give_back(int number) { freed_.insert(number); }

private:
    std::set<int> freed_;  // Free numbers below next_. All from next_ on are free.
    int next_ = 0;
};

}  // namespace pf

#endif
