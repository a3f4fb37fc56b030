// The Unicode Character Database, as its files have it (Debian: unicode-data), and its tests of normalization.
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

// Returns the version in a text such as "15.0", "15.0.0" or "NormalizationTest-15.0.0.txt".
Version version_in(const std::string& text);
std::string to_text(Version version);

struct Block {
    char32_t first = 0;
    char32_t last = 0;
    std::string name;
};

struct Character {
    std::string name;
    std::string category = "Cn";  // Two letters; Cn means not assigned.
    Version age;                  // The version that assigned the character.
    int combining_class = 0;
    bool compatibility = false;    // Canonical forms do not use the decomposition.
    std::u32string decomposition;  // One step. Those of Hangul are computed.
    char32_t upper = 0;            // 0 means the character itself, here and in the next two.
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
    std::vector<Character> characters;                                 // There are kEnd of them.
    std::map<char32_t, std::vector<NormalizationCase>> normalization;  // The key is the first character of the source.
    std::vector<bool> in_part_1;                                       // Whether part 1 of the test has this character.

    // Returns the decomposition of a character in all steps; it is empty if the character has none.
    std::u32string decomposed(char32_t character, bool compatibility) const;
};

// Returns the directory of the files: the variable UNICODE_DATA, else the directory of the Debian package.
std::string data_directory();

// Returns nothing if the file is missing.
std::vector<Block> read_blocks();

// Throws std::runtime_error with the name of the file.
Data read_data();

}  // namespace unicode
