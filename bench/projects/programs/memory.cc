// A fixture of BENCH_MIB MiB of malloc'ed memory. Each test reads one word of each page of 4 KiB, so that it walks the
// page tables and does little else. With BENCH_PAUSE a test then sleeps this many milliseconds.
#include <parallel_fixtures/program.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "loops.h"
#include "numbered.h"

namespace {

constexpr std::size_t kBlock = 1 << 20;
constexpr std::size_t kPage = 4096;

int setting(const char* name) {
    const char* text = std::getenv(name);
    return text != nullptr ? std::atoi(text) : 0;
}

std::vector<char*> blocks;

void set_up() {
    for (int i = setting("BENCH_MIB"); i > 0; --i) {
        blocks.push_back(static_cast<char*>(std::malloc(kBlock)));
        std::memset(blocks.back(), 1, kBlock);
    }
}

void tear_down() {
    for (char* block : blocks) {
        std::free(block);
    }
    blocks.clear();
}

// Returns whether the memory is as set_up() has left it.
bool read_all() {
    std::size_t sum = 0;
    for (const char* block : blocks) {
        for (std::size_t at = 0; at < kBlock; at += kPage) {
            sum += static_cast<std::size_t>(*static_cast<const volatile char*>(block + at));
        }
    }
    return sum == blocks.size() * (kBlock / kPage);
}

class Reading : public bench::Numbered {
public:
    parallel_fixtures::Report hold(const std::string& /*fixture*/, parallel_fixtures::Stand& stand) override {
        set_up();
        stand.wait({});
        tear_down();
        return {};
    }
    parallel_fixtures::Report run(const std::string& /*test*/) override {
        parallel_fixtures::Report report;
        if (!read_all()) {
            report.verdict = parallel_fixtures::Verdict::failed;
        }
        usleep(static_cast<unsigned>(setting("BENCH_PAUSE")) * 1000);
        return report;
    }
};

}  // namespace

int main(int argc, char** argv) {
    Reading tests;
    if (parallel_fixtures::is_served()) {
        return parallel_fixtures::serve(tests);
    }
    set_up();
    bench::run_loop(argc, argv, [] { read_all(); });
    tear_down();
}
