// The Unicode Character Database as its files have it (Debian: unicode-data), and its tests of normalization.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

namespace unicode {

inline constexpr char32_t kEnd = 0x110000;

struct Version {
    int major = 0;
    int minor = 0;
};

bool operator==(Version left, Version right);
bool operator<(Version left, Version right);

// "15.0", also out of "15.0.0" or "NormalizationTest-15.0.0.txt".
Version version_in(const std::string& text);
std::string to_text(Version version);

struct Block {
    char32_t first = 0;
    char32_t last = 0;
    std::string name;
};

struct Character {
    std::string name;
    std::string category = "Cn";  // Two letters; Cn: not assigned.
    Version age;                  // When it was assigned.
    int combining_class = 0;
    bool compatibility = false;    // The mapping is none that canonical forms use.
    std::u32string decomposition;  // One step. Without those of Hangul, which are computed.
    char32_t upper = 0;            // 0: itself. So the next two.
    char32_t lower = 0;
    char32_t title = 0;

    bool assigned() const { return category != "Cn"; }
};

// One line of NormalizationTest.txt.
struct NormalizationCase {
    int line = 0;
    std::array<std::u32string, 5> columns;  // source, NFC, NFD, NFKC, NFKD
};

struct Data {
    Version version;
    std::vector<Character> characters;                                 // kEnd of them.
    std::map<char32_t, std::vector<NormalizationCase>> normalization;  // By the first character of the source.
    std::vector<bool> in_part_1;  // Whether a case of the test's part 1 is about this character alone.

    // What it is made of, all steps. "": it is its own decomposition.
    std::u32string decomposed(char32_t character, bool compatibility) const;
};

// Where the files are: the variable UNICODE_DATA, else Debian's directory.
std::string data_directory();

// Empty without the file.
std::vector<Block> read_blocks();

// Throws std::runtime_error, which names the file.
Data read_data();

}  // namespace unicode
