// Three fixtures, each on the one before: texts, an index of their words, and the index in a file of each worker.
#pragma once

#include <parallel_fixtures/fixture.h>

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

// Set up once: fifty thousand texts.
struct Texts {
    Texts();

    std::vector<std::string> all;
};
PARALLEL_FIXTURE(Texts, "texts");

// Set up once, in a process forked from the one in which the texts stand.
struct Index {
    using parent = Texts;
    explicit Index(Texts& texts);

    std::set<std::size_t> find(const std::string& word) const;  // The numbers of the texts that have it.

    std::map<std::string, std::set<std::size_t>> places;
};
PARALLEL_FIXTURE(Index, "index");

// Set up once in each worker: its tests run one after the other, so they may write to the file.
struct IndexFile {
    using parent = Index;
    static constexpr auto scope = parallel_fixtures::Scope::worker;
    explicit IndexFile(Index& index);
    ~IndexFile();

    std::string path;
};
PARALLEL_FIXTURE(IndexFile, "file");

// Of this process: tests that are forked from one state would all draw the same numbers.
std::mt19937_64& random_numbers();
