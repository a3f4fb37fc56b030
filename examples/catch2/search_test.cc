#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <algorithm>
#include <fstream>

#include "fixtures.h"

using parallel_fixtures::get;

namespace {

std::size_t lines_of(const std::string& path) {
    std::ifstream file(path);
    std::size_t count = 0;
    for (std::string line; std::getline(file, line);) {
        ++count;
    }
    return count;
}

}  // namespace

TEST_CASE("a test without a fixture tag needs none", "[plain]") { CHECK(std::string("red").size() == 3); }

TEST_CASE("there are fifty thousand texts", "[texts]") { CHECK(get<Texts>().all.size() == 50000); }

TEST_CASE("every third text is red", "[index]") { CHECK(get<Index>().find("red").size() == 16667); }

TEST_CASE("a word that is nowhere", "[index]") { CHECK(get<Index>().find("purple").empty()); }

TEST_CASE("a word is where the index says", "[index]") {
    const std::string word = GENERATE("green", "small", "cloud");
    for (const std::size_t place : get<Index>().find(word)) {
        // The fixture that the index is nested in is there as well.
        REQUIRE(get<Texts>().all.at(place).find(word) != std::string::npos);
    }
}

TEST_CASE("a text chosen at random is found by its words", "[index]") {
    const std::size_t chosen = random_numbers()() % get<Texts>().all.size();
    const std::string& text = get<Texts>().all[chosen];
    INFO("text " << chosen << ": " << text);
    SECTION("the first") { CHECK(get<Index>().find(text.substr(0, text.find(' '))).count(chosen) == 1); }
    SECTION("the last") { CHECK(get<Index>().find(text.substr(text.rfind(' ') + 1)).count(chosen) == 1); }
}

TEST_CASE("the file has a line for each word", "[file]") {
    CHECK(lines_of(get<IndexFile>().path) >= get<Index>().places.size());
}

TEST_CASE("a line is appended", "[file]") {
    const std::size_t before = lines_of(get<IndexFile>().path);
    std::ofstream(get<IndexFile>().path, std::ios::app) << "purple 0\n";
    CHECK(lines_of(get<IndexFile>().path) == before + 1);
}

// This test is the last: without ParallelFixtures all tests run in one process and see what earlier tests have done.
TEST_CASE("what a test changes is seen by no other", "[texts]") {
    get<Texts>().all.clear();
    CHECK(get<Texts>().all.empty());
}
