// serve() for tests of adapters, without workers or channels: $PF_STUB says what the program is asked for.
//   list           one line for each fixture and test
//   run:<test>     holds the fixture's chain, each in a process forked from its parent's, forks the test from the
//                  innermost and prints its report. twice:<test> runs it a second time in that process.
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "parallel_fixtures/program.h"

namespace parallel_fixtures {

namespace {

const char* word() { return std::getenv("PF_STUB"); }

const char* verdict_name(Verdict verdict) {
    switch (verdict) {
        case Verdict::passed:
            return "passed";
        case Verdict::failed:
            return "failed";
        case Verdict::skipped:
            return "skipped";
    }
    return "?";
}

std::string base_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

void print(const std::string& what, const Report& report) {
    std::cout << what << " " << verdict_name(report.verdict) << " reason={" << report.reason << "}\n";
    for (const Failure& failure : report.failures) {
        std::cout << "failure " << base_name(failure.file) << ":" << failure.line << " {" << failure.message << "}\n";
    }
    std::cout.flush();
}

template <class Function>
int in_child(Function function) {
    std::cout.flush();
    std::fflush(nullptr);
    const pid_t child = fork();
    if (child == 0) {
        const int status = function();
        std::cout.flush();
        std::fflush(nullptr);
        _exit(status);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) {
        std::cout << "child crashed with " << WTERMSIG(status) << "\n";
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 99;
}

class Chain : public Stand {
public:
    Chain(Program& program, std::vector<std::string> chain, std::string test, int times)
        : program_(program), chain_(std::move(chain)), test_(std::move(test)), times_(times) {}

    int hold() {
        const std::string name = chain_[next_++];
        const Report teardown = program_.hold(name, *this);
        if (!name.empty()) {
            print("teardown " + name, teardown);
        }
        return waits_ == 1 ? 0 : 98;
    }

    void wait(const Report& setup) override {
        waits_++;
        const std::string& name = chain_[next_ - 1];
        if (!name.empty()) {
            print("setup " + name, setup);
        }
        if (setup.verdict != Verdict::passed) {
            return;
        }
        if (next_ < chain_.size()) {
            in_child([&] {
                waits_ = 0;
                return hold();
            });
            return;
        }
        in_child([&] {
            for (int i = 0; i < times_; i++) {
                print("test", program_.run(test_));
            }
            return 0;
        });
    }

private:
    Program& program_;
    std::vector<std::string> chain_;
    std::string test_;
    int times_;
    std::size_t next_ = 0;
    int waits_ = 0;
};

int list(Program& program) {
    std::cout << "framework " << program.framework() << "\n";
    const char* scopes[] = {"run", "worker", "task"};
    for (const Fixture& fixture : program.fixtures()) {
        std::cout << "fixture " << fixture.name << " parent={" << fixture.parent
                  << "} scope=" << scopes[static_cast<int>(fixture.scope)] << " at " << base_name(fixture.file) << ":"
                  << fixture.line << "\n";
    }
    for (const Test& test : program.tests()) {
        std::cout << "test {" << test.name << "} fixture={" << test.fixture << "} labels=";
        for (const std::string& label : test.labels) {
            std::cout << "[" << label << "]";
        }
        std::cout << " disabled={" << test.disabled << "} at " << base_name(test.file) << ":" << test.line << "\n";
    }
    return 0;
}

int run(Program& program, const std::string& name, int times) {
    const std::vector<Fixture> fixtures = program.fixtures();
    for (const Test& test : program.tests()) {
        if (test.name != name) {
            continue;
        }
        std::vector<std::string> chain;
        for (std::string at = test.fixture; !at.empty();) {
            chain.insert(chain.begin(), at);
            for (const Fixture& fixture : fixtures) {
                if (fixture.name == chain.front()) {
                    at = fixture.parent;
                }
            }
        }
        chain.insert(chain.begin(), "");
        return Chain(program, chain, name, times).hold();
    }
    std::cout << "no test {" << name << "}\n";
    return 97;
}

}  // namespace

bool is_served() { return word() != nullptr; }

int serve(Program& program) {
    const std::string what = word();
    try {
        if (what == "list") {
            return list(program);
        }
        const std::string name = what.substr(what.find(':') + 1);
        return run(program, name, what.rfind("twice:", 0) == 0 ? 2 : 1);
    } catch (const std::exception& error) {
        std::cout << "error: " << error.what() << "\n";
        return 96;
    }
}

}  // namespace parallel_fixtures
