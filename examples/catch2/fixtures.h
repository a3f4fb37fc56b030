// Three fixtures, each nested in the one before: texts, an index of their words, and the index in a file of each
// worker.
#pragma once

#include <parallel_fixtures/fixture.h>

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

// Fifty thousand texts. They are set up once.
struct Texts {
    Texts();

    std::vector<std::string> all;
};
PARALLEL_FIXTURE(Texts, "texts");

// The index is set up once, in a process that is forked from the one with the texts.
struct Index {
    using parent = Texts;
    explicit Index(Texts& texts);

    std::set<std::size_t> find(const std::string& word) const;  // Returns the numbers of the texts that have the word.

    std::map<std::string, std::set<std::size_t>> places;
};
PARALLEL_FIXTURE(Index, "index");

// The index in a file. It is set up once in each worker, whose tests run one after the other, so they may write to the
// file.
struct IndexFile {
    using parent = Index;
    static constexpr auto scope = parallel_fixtures::Scope::worker;
    explicit IndexFile(Index& index);
    ~IndexFile();

    std::string path;
};
PARALLEL_FIXTURE(IndexFile, "file");

// Returns the random numbers of this process. Without a seed for each process all tests would draw the same numbers.
std::mt19937_64& random_numbers();
