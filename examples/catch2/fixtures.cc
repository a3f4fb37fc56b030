#include "fixtures.h"

#include <parallel_fixtures/program.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace {

// Runs in every fresh process before its test. It does not run without ParallelFixtures.
const bool seeded = [] {
    parallel_fixtures::after_fork([](const parallel_fixtures::Worker& worker) { random_numbers().seed(worker.seed); });
    return true;
}();

}  // namespace

std::mt19937_64& random_numbers() {
    static std::mt19937_64 numbers;
    return numbers;
}

Texts::Texts() {
    const std::vector<std::string> words = {"red",  "green", "blue", "old",   "new",  "big",  "small",
                                            "door", "house", "tree", "river", "road", "bird", "cloud"};
    for (std::size_t i = 0; i < 50000; ++i) {
        all.push_back(words[i % 3] + ' ' + words[3 + i / 3 % 4] + ' ' + words[7 + i / 12 % 7]);
    }
}

Index::Index(Texts& texts) {
    for (std::size_t i = 0; i < texts.all.size(); ++i) {
        std::istringstream text(texts.all[i]);
        for (std::string word; text >> word;) {
            places[word].insert(i);
        }
    }
}

std::set<std::size_t> Index::find(const std::string& word) const {
    const auto found = places.find(word);
    return found == places.end() ? std::set<std::size_t>{} : found->second;
}

IndexFile::IndexFile(Index& index) {
    // Each worker has its own directory, which its processes share.
    char name[] = "/tmp/search-index-XXXXXX";
    const int fd = mkstemp(name);
    if (fd < 0) {
        throw std::runtime_error("cannot make a file in /tmp");
    }
    close(fd);
    path = name;
    std::ofstream file(path);
    for (const auto& [word, places] : index.places) {
        file << word << ' ' << places.size() << '\n';
    }
}

IndexFile::~IndexFile() { unlink(path.c_str()); }
