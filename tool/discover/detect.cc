#include "tool/discover/detect.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <initializer_list>

#include "tool/support/file.h"

namespace pf {
namespace {

bool has(std::string_view bytes, std::string_view text) {
    // memmem() is several times faster than find(). It does not take a null pointer.
    return !bytes.empty() && memmem(bytes.data(), bytes.size(), text.data(), text.size()) != nullptr;
}

bool has_any(std::string_view bytes, std::initializer_list<std::string_view> texts) {
    return std::any_of(texts.begin(), texts.end(), [&](std::string_view text) { return has(bytes, text); });
}

// Each framework is recognized by one of two texts. A program that is linked statically, even a stripped one, contains
// the help text of the framework's command line. A program that uses a shared library has a dynamic symbol of the
// function that registers a test.
bool has_gtest(std::string_view bytes) {
    return has_any(bytes, {"gtest_list_tests", "_ZN7testing8internal23MakeAndRegisterTestInfo"});
}

bool has_doctest(std::string_view bytes) {
    return has_any(bytes, {"list-test-cases    ", "_ZN7doctest6detail7regTestERKNS0_8TestCaseE"});
}

// Catch2 3 has an option that version 2 does not have, and its own unique_ptr in the signature of AutoReg.
bool has_catch2_v3(std::string_view bytes) {
    return has(bytes, "_ZN5Catch7AutoRegC1ENS_6Detail10unique_ptr") ||
           (has(bytes, "--shard-count") && has(bytes, "N5Catch"));
}

bool has_catch2_v2(std::string_view bytes) {
    return has_any(bytes, {"list-test-names-only", "_ZN5Catch7AutoRegC1EPNS_12ITestInvoker"});
}

// A program that uses a shared library calls the function that runs all tests.
bool has_boost_test(std::string_view bytes) {
    return has_any(bytes, {"BOOST_TEST_RUN_FILTERS", "_ZN5boost9unit_test14unit_test_mainE"});
}

bool has_qt_test(std::string_view bytes) { return has_any(bytes, {" -datatags ", "_ZN5QTest5qExecEP7QObject"}); }

// The libraries of Qt 5 have a version in their symbols, and a program that is linked statically has the text.
bool has_qt5(std::string_view bytes) { return has_any(bytes, {"Qt_5", "Qt 5."}); }

// Returns the variant of a framework, of which the plan has one word, that the program uses.
Framework variant(std::string_view bytes, std::string_view word) {
    if (word == "catch2") {
        return has_catch2_v3(bytes) ? Framework::catch2_v3 : Framework::catch2_v2;
    }
    if (word == "qt_test") {
        return has_qt5(bytes) ? Framework::qt5_test : Framework::qt6_test;
    }
    return word == "gtest" ? Framework::gtest : word == "doctest" ? Framework::doctest : Framework::boost_test;
}

struct Known {
    const char* word;  // The word of the plan.
    const char* name;
    bool (*is_in)(std::string_view bytes);
};
constexpr Known kKnown[] = {
    {"gtest", "GoogleTest", has_gtest},
    {"catch2", "Catch2", [](std::string_view bytes) { return has_catch2_v3(bytes) || has_catch2_v2(bytes); }},
    {"doctest", "doctest", has_doctest},
    {"boost_test", "Boost.Test", has_boost_test},
    {"qt_test", "Qt Test", has_qt_test},
};

}  // namespace

const char* plan_word(Framework framework) {
    switch (framework) {
        case Framework::gtest:
            return "gtest";
        case Framework::catch2_v2:
        case Framework::catch2_v3:
            return "catch2";
        case Framework::doctest:
            return "doctest";
        case Framework::boost_test:
            return "boost_test";
        case Framework::qt5_test:
        case Framework::qt6_test:
            break;
    }
    return "qt_test";
}

Result<Detected> detect_in(std::string_view bytes, std::string_view wanted) {
    // Joined at run time, so that a program that contains this function is not taken for one that has the runtime.
    const std::string marker = std::string("parallel_fixtures_") + "runtime_v1";
    if (has(bytes, marker)) {
        return Detected{true, Framework::gtest};
    }
    if (!wanted.empty()) {
        return Detected{false, variant(bytes, wanted)};
    }
    std::string names;
    const char* word = nullptr;
    int found = 0;
    for (const Known& known : kKnown) {
        if (known.is_in(bytes)) {
            word = known.word;
            names += std::string(" ") + known.name;
            ++found;
        }
    }
    if (found == 0) {
        return Error{
            "it does not look like a GoogleTest, Catch2, doctest, Boost.Test or Qt Test program; if it is one, name "
            "the framework with FRAMEWORK, and otherwise declare its tests with add_parallel_fixture_task"};
    }
    if (found > 1) {
        return Error{
            fmt::format("it contains several frameworks:{}; name with FRAMEWORK the one that runs its tests", names)};
    }
    return Detected{false, variant(bytes, word)};
}

Result<Detected> detect(const std::string& file, std::string_view wanted) {
    const Result<Descriptor> descriptor = open_file(file, O_RDONLY);
    if (!descriptor.ok()) {
        return descriptor.error();
    }
    struct stat status {};
    if (fstat(descriptor->get(), &status) != 0 || !S_ISREG(status.st_mode) || status.st_size <= 0) {
        return detect_in({}, wanted);
    }
    const auto size = static_cast<std::size_t>(status.st_size);
    void* const map = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor->get(), 0);
    if (map == MAP_FAILED) {  // NOLINT(cppcoreguidelines-pro-type-cstyle-cast): the macro's own.
        return Error{fmt::format("cannot read {}: {}", file, std::strerror(errno))};
    }
    Result<Detected> detected = detect_in({static_cast<const char*>(map), size}, wanted);
    munmap(map, size);
    return detected;
}

}  // namespace pf
