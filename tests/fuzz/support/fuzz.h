// What every target has in common: the rules it holds the code to, and bytes in pieces.
#ifndef PARALLEL_FIXTURES_TESTS_FUZZ_SUPPORT_FUZZ_H
#define PARALLEL_FIXTURES_TESTS_FUZZ_SUPPORT_FUZZ_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/result.h"

// A target: one input. libFuzzer calls it, or replay.cc.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace pf::fuzz {

// Ends the process: libFuzzer and replay.cc then keep the input.
[[noreturn]] void broken(const char* rule, const std::string& details, const char* file, int line);

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

// The parts of an input that stands for several: what lies between the separators.
std::vector<std::string_view> split(std::string_view text, char separator);

// `text` in at most `most` pieces of any length. The same text comes in the same pieces.
std::vector<std::string_view> pieces(std::string_view text, std::size_t most = 100);

// One line, without control characters, not empty.
bool is_message(std::string_view text);

// A folder of this process.
const std::string& scratch();

// Writes a file of it, and returns its path.
std::string scratch_file(const std::string& name, std::string_view content);

}  // namespace pf::fuzz

#define PF_HOLDS_WITH(rule, details) \
    ((rule) ? static_cast<void>(0) : ::pf::fuzz::broken(#rule, details, __FILE__, __LINE__))
#define PF_HOLDS(rule) PF_HOLDS_WITH(rule, std::string())
#define PF_IS_MESSAGE(text) PF_HOLDS_WITH(::pf::fuzz::is_message(text), text)

#endif
