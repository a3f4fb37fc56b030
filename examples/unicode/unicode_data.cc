#include "unicode_data.h"

#include <bzlib.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace unicode {
namespace {

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        throw std::runtime_error("cannot read " + path);
    }
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

// Debian compresses some of the files.
std::string read_packed_file(const std::string& path) {
    BZFILE* file = BZ2_bzopen(path.c_str(), "rb");
    if (file == nullptr) {
        return read_file(path.substr(0, path.rfind('.')));
    }
    std::string text;
    std::array<char, 65536> buffer{};
    int got = 0;
    while ((got = BZ2_bzread(file, buffer.data(), static_cast<int>(buffer.size()))) > 0) {
        text.append(buffer.data(), static_cast<std::size_t>(got));
    }
    BZ2_bzclose(file);
    if (got < 0) {
        throw std::runtime_error("cannot unpack " + path);
    }
    return text;
}

std::string trimmed(const std::string& text) {
    const std::size_t begin = text.find_first_not_of(' ');
    return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::vector<std::string> fields_of(const std::string& line) {
    std::vector<std::string> fields;
    std::istringstream words(line.substr(0, line.find('#')));
    for (std::string field; std::getline(words, field, ';');) {
        fields.push_back(trimmed(field));
    }
    return fields;
}

char32_t code_point(const std::string& hex) {
    return hex.empty() ? 0 : static_cast<char32_t>(std::stoul(hex, nullptr, 16));
}

std::u32string code_points(const std::string& text) {
    std::u32string result;
    std::istringstream words(text);
    for (std::string word; words >> word;) {
        result += code_point(word);
    }
    return result;
}

// Parses a range such as "0000..007F", or one code point.
std::pair<char32_t, char32_t> range_of(const std::string& text) {
    const std::size_t dots = text.find("..");
    return {code_point(text.substr(0, dots)), code_point(dots == std::string::npos ? text : text.substr(dots + 2))};
}

Character character_of(const std::vector<std::string>& fields) {
    Character character;
    character.name = fields[1];
    character.category = fields[2];
    character.combining_class = std::stoi(fields[3]);
    const std::size_t tag_end = fields[5].find('>');  // "<compat> 0020 0308"
    character.compatibility = tag_end != std::string::npos;
    character.decomposition = code_points(character.compatibility ? fields[5].substr(tag_end + 1) : fields[5]);
    character.upper = code_point(fields[12]);
    character.lower = code_point(fields[13]);
    character.title = fields.size() > 14 ? code_point(fields[14]) : 0;
    return character;
}

void read_characters(std::vector<Character>& characters) {
    std::istringstream lines(read_file(data_directory() + "/UnicodeData.txt"));
    char32_t first = 0;
    for (std::string line; std::getline(lines, line);) {
        const std::vector<std::string> fields = fields_of(line);
        const char32_t code = code_point(fields.at(0));
        const Character character = character_of(fields);
        if (character.name.find(", First>") != std::string::npos) {
            first = code;
            continue;
        }
        if (character.name.find(", Last>") == std::string::npos) {
            first = code;
        }
        std::fill(characters.begin() + first, characters.begin() + code + 1, character);
    }
}

void read_ages(std::vector<Character>& characters) {
    std::istringstream lines(read_file(data_directory() + "/DerivedAge.txt"));
    for (std::string line; std::getline(lines, line);) {
        const std::vector<std::string> fields = fields_of(line);
        if (fields.size() == 2) {
            const auto [first, last] = range_of(fields[0]);
            for (char32_t code = first; code <= last; ++code) {
                characters.at(code).age = version_in(fields[1]);
            }
        }
    }
}

void read_normalization(Data& data) {
    std::istringstream lines(read_packed_file(data_directory() + "/NormalizationTest.txt.bz2"));
    std::string line;
    std::getline(lines, line);
    data.version = version_in(line);
    bool part_1 = false;
    for (int number = 2; std::getline(lines, line); ++number) {
        if (line.rfind("@Part", 0) == 0) {
            part_1 = line.rfind("@Part1", 0) == 0;
            continue;
        }
        const std::vector<std::string> fields = fields_of(line);
        if (fields.size() < 5) {
            continue;
        }
        NormalizationCase one;
        one.line = number;
        std::transform(fields.begin(), fields.begin() + 5, one.columns.begin(), code_points);
        const char32_t about = one.columns[0].at(0);
        data.in_part_1[about] = data.in_part_1[about] || part_1;
        data.normalization[about].push_back(std::move(one));
    }
}

// This is the arithmetic of section 3.12 of the Unicode standard.
std::u32string hangul(char32_t syllable) {
    constexpr char32_t kFirst = 0xAC00, kLeading = 0x1100, kVowel = 0x1161, kTrailing = 0x11A7;
    constexpr char32_t kVowels = 21, kTrailings = 28, kSyllables = 11172;
    if (syllable < kFirst || syllable >= kFirst + kSyllables) {
        return {};
    }
    const char32_t index = syllable - kFirst;
    std::u32string parts = {kLeading + index / kTrailings / kVowels, kVowel + index / kTrailings % kVowels};
    if (index % kTrailings != 0) {
        parts += kTrailing + index % kTrailings;
    }
    return parts;
}

}  // namespace

bool operator==(Version left, Version right) { return left.major == right.major && left.minor == right.minor; }

bool operator<(Version left, Version right) {
    return left.major != right.major ? left.major < right.major : left.minor < right.minor;
}

Version version_in(const std::string& text) {
    Version version;
    const std::size_t digit = text.find_first_of("0123456789");
    if (digit != std::string::npos) {
        std::sscanf(text.c_str() + digit, "%d.%d", &version.major, &version.minor);
    }
    return version;
}

std::string to_text(Version version) { return std::to_string(version.major) + "." + std::to_string(version.minor); }

std::u32string Data::decomposed(char32_t character, bool compatibility) const {
    const Character& it = characters[character];
    if (it.decomposition.empty() || (it.compatibility && !compatibility)) {
        return hangul(character);
    }
    std::u32string result;
    for (const char32_t part : it.decomposition) {
        const std::u32string further = decomposed(part, compatibility);
        result += further.empty() ? std::u32string(1, part) : further;
    }
    return result;
}

std::string data_directory() {
    const char* directory = std::getenv("UNICODE_DATA");
    return directory != nullptr ? directory : "/usr/share/unicode";
}

std::vector<Block> read_blocks() {
    std::ifstream file(data_directory() + "/Blocks.txt");
    std::vector<Block> blocks;
    for (std::string line; std::getline(file, line);) {
        const std::vector<std::string> fields = fields_of(line);
        if (fields.size() == 2) {
            const auto [first, last] = range_of(fields[0]);
            blocks.push_back({first, last, fields[1]});
        }
    }
    return blocks;
}

Data read_data() {
    Data data;
    data.characters.resize(kEnd);
    data.in_part_1.resize(kEnd);
    read_characters(data.characters);
    read_ages(data.characters);
    read_normalization(data);
    return data;
}

}  // namespace unicode
