// Checks utf8proc against the Unicode data, block by block. This is an ordinary GoogleTest program, which does not know
// ParallelFixtures.
//
// The library may have another version of Unicode than the data. Then only characters that both have assigned are
// checked, and only what Unicode's stability policy keeps for them: decompositions and normal forms.
#include <gtest/gtest.h>
#include <utf8proc.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "unicode_data.h"

namespace unicode {

void PrintTo(const Block& block, std::ostream* out) { *out << block.name; }

namespace {

std::string text_of(const std::u32string& characters) {
    std::ostringstream text;
    text << std::hex << std::uppercase;
    for (const char32_t one : characters) {
        text << "U+" << static_cast<std::uint32_t>(one) << ' ';
    }
    return text.str();
}

std::string text_of(char32_t character) { return text_of(std::u32string(1, character)); }

utf8proc_int32_t code(char32_t character) { return static_cast<utf8proc_int32_t>(character); }

std::u32string normalized(const std::u32string& source, int form) {
    std::vector<utf8proc_uint8_t> bytes;
    for (const char32_t one : source) {
        utf8proc_uint8_t buffer[4];
        bytes.insert(bytes.end(), buffer, buffer + utf8proc_encode_char(code(one), buffer));
    }
    utf8proc_uint8_t* mapped = nullptr;
    const utf8proc_ssize_t size = utf8proc_map(bytes.data(), static_cast<utf8proc_ssize_t>(bytes.size()), &mapped,
                                               static_cast<utf8proc_option_t>(UTF8PROC_STABLE | form));
    EXPECT_GE(size, 0) << utf8proc_errmsg(size) << ": " << text_of(source);
    std::u32string result;
    for (utf8proc_ssize_t at = 0; at < size;) {
        utf8proc_int32_t one = 0;
        at += utf8proc_iterate(mapped + at, size - at, &one);
        result += static_cast<char32_t>(one);
    }
    std::free(mapped);
    return result;
}

constexpr int kFormC = UTF8PROC_COMPOSE;
constexpr int kFormD = UTF8PROC_DECOMPOSE;
constexpr int kFormKc = UTF8PROC_COMPOSE | UTF8PROC_COMPAT;
constexpr int kFormKd = UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT;

class Unicode : public testing::TestWithParam<Block> {
protected:
    static void SetUpTestSuite() {
        if (read_blocks().empty()) {
            GTEST_SKIP() << "no Unicode data in " << data_directory() << " (Debian: apt-get install unicode-data)";
        }
        data = std::make_unique<Data>(read_data());
        library_version = version_in(utf8proc_unicode_version());
    }

    static void TearDownTestSuite() { data.reset(); }

    // GoogleTest runs the tests of a suite even if its set-up was skipped.
    void SetUp() override {
        if (data == nullptr) {
            GTEST_SKIP() << "no Unicode data";
        }
    }

    static bool same_version() { return data->version == library_version; }

    // Calls check(code point, character) for each character of the block that both the data and the library have
    // assigned.
    template <class Check>
    void for_each_assigned(Check check) const {
        for (char32_t one = GetParam().first; one <= GetParam().last; ++one) {
            const Character& character = data->characters[one];
            if (character.assigned() && !(library_version < character.age)) {
                check(one, character);
            }
        }
    }

    static std::unique_ptr<Data> data;
    static Version library_version;
};

std::unique_ptr<Data> Unicode::data;
Version Unicode::library_version;

#define SKIP_UNLESS_SAME_VERSION(what)                                                                               \
    if (!same_version()) {                                                                                           \
        GTEST_SKIP() << what << " may differ: the data is of Unicode " << to_text(data->version) << ", utf8proc of " \
                     << to_text(library_version);                                                                    \
    }

TEST_P(Unicode, Category) {
    SKIP_UNLESS_SAME_VERSION("categories");
    for (char32_t one = GetParam().first; one <= GetParam().last; ++one) {
        EXPECT_EQ(utf8proc_category_string(code(one)), data->characters[one].category) << text_of(one);
    }
}

// There is one known difference: utf8proc has an upper case of sharp s, and the data has none.
constexpr char32_t kSharpS = 0xDF;

TEST_P(Unicode, CaseMapping) {
    SKIP_UNLESS_SAME_VERSION("case mappings");
    for_each_assigned([](char32_t one, const Character& character) {
        if (one == kSharpS) {
            return;
        }
        const char32_t upper = character.upper != 0 ? character.upper : one;
        EXPECT_EQ(utf8proc_toupper(code(one)), code(upper)) << text_of(one);
        EXPECT_EQ(utf8proc_tolower(code(one)), code(character.lower != 0 ? character.lower : one)) << text_of(one);
        EXPECT_EQ(utf8proc_totitle(code(one)), code(character.title != 0 ? character.title : upper)) << text_of(one);
    });
}

TEST_P(Unicode, Decomposition) {
    for_each_assigned([](char32_t one, const Character& character) {
        EXPECT_EQ(utf8proc_get_property(code(one))->combining_class, character.combining_class) << text_of(one);
        for (const int form : {kFormD, kFormKd}) {
            utf8proc_int32_t parts[32];
            const utf8proc_ssize_t count = utf8proc_decompose_char(
                code(one), parts, 32, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | form), nullptr);
            ASSERT_GE(count, 0) << utf8proc_errmsg(count);
            std::u32string expected = data->decomposed(one, form == kFormKd);
            if (expected.empty()) {
                expected = one;
            }
            EXPECT_EQ(text_of(std::u32string(parts, parts + count)), text_of(expected)) << text_of(one);
        }
    });
}

// The invariants at the top of NormalizationTest.txt.
TEST_P(Unicode, NormalForms) {
    for_each_assigned([](char32_t one, const Character& character) {
        if (character.category == "Cs") {
            return;  // UTF-8 has no surrogates.
        }
        if (!data->in_part_1[one]) {
            for (const int form : {kFormC, kFormD, kFormKc, kFormKd}) {
                EXPECT_EQ(normalized({one}, form), std::u32string(1, one)) << text_of(one);
            }
        }
        const auto cases = data->normalization.find(one);
        if (cases == data->normalization.end()) {
            return;
        }
        for (const NormalizationCase& it : cases->second) {
            SCOPED_TRACE("NormalizationTest.txt:" + std::to_string(it.line));
            const auto& [source, c, d, kc, kd] = it.columns;
            for (const std::u32string& from : {source, c, d}) {
                EXPECT_EQ(text_of(normalized(from, kFormC)), text_of(c));
                EXPECT_EQ(text_of(normalized(from, kFormD)), text_of(d));
            }
            for (const std::u32string& from : {kc, kd}) {
                EXPECT_EQ(text_of(normalized(from, kFormC)), text_of(kc));
                EXPECT_EQ(text_of(normalized(from, kFormD)), text_of(kd));
            }
            for (const std::u32string& from : it.columns) {
                EXPECT_EQ(text_of(normalized(from, kFormKc)), text_of(kc));
                EXPECT_EQ(text_of(normalized(from, kFormKd)), text_of(kd));
            }
        }
    });
}

// Without the data there is one block, so that one test says why nothing is tested.
std::vector<Block> blocks() {
    const std::vector<Block> read = read_blocks();
    return read.empty() ? std::vector<Block>{{0, kEnd - 1, "Everything"}} : read;
}

std::string test_name(const testing::TestParamInfo<Block>& block) {
    std::string name = block.param.name;
    std::replace_if(
        name.begin(), name.end(), [](unsigned char one) { return std::isalnum(one) == 0; }, '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(Blocks, Unicode, testing::ValuesIn(blocks()), test_name);

}  // namespace
}  // namespace unicode
