// A program without a framework whose tests are numbers.
#ifndef BENCH_NUMBERED_H
#define BENCH_NUMBERED_H

#include <parallel_fixtures/program.h>

#include <string>
#include <vector>

#include "loops.h"

namespace bench {

class Numbered : public parallel_fixtures::Program {
public:
    std::string framework() override { return "none"; }
    std::vector<parallel_fixtures::Fixture> fixtures() override { return {}; }
    std::vector<parallel_fixtures::Test> tests() override {
        std::vector<parallel_fixtures::Test> all(static_cast<std::size_t>(number_of_tests()));
        for (std::size_t i = 0; i < all.size(); ++i) {
            all[i].name = std::to_string(i);
        }
        return all;
    }
};

}  // namespace bench

#endif
