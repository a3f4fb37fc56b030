// A program of no framework, with names of every kind, and a main that does not know a word that is not its own.
#include <parallel_fixtures/program.h>

#include <cstdio>
#include <cstring>

#include "log.h"

namespace {

using namespace parallel_fixtures;

const char* const kNames[] = {
    "plain",  "with space",         "semi;colon", "quo\"te", "open[",  "close]",  "[=[ ]=]",  "]==]", "back\\slash",
    "ends\\", "$var ${var} $<1:x>", "#hash",      "-dash",   "ümlaut", "a,b:c*?", "'single'", "ends]"};

class Odd : public Program {
public:
    std::string framework() override { return "none"; }
    std::vector<Fixture> fixtures() override { return {}; }
    std::vector<Test> tests() override {
        std::vector<Test> tests;
        int line = 0;
        for (const char* name : kNames) {
            Test test;
            test.name = name;
            test.file = "/odd;place/odd.cc";
            test.line = ++line;
            tests.push_back(test);
        }
        return tests;
    }
    Report hold(const std::string& /*fixture*/, Stand& stand) override {
        stand.wait({});
        return {};
    }
    Report run(const std::string& test) override {
        log_line("odd " + test);
        return {};
    }
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2 || std::strcmp(argv[1], "an argument") != 0) {
        std::fprintf(stderr, "unknown words\n");
        return 2;
    }
    Odd odd;
    return is_served() ? serve(odd) : 0;
}
