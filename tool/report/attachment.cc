#include "tool/report/attachment.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>

namespace pf {
namespace {

constexpr std::size_t kBlock = 512;  // Bytes in a block of a tar archive.

void put(std::string& header, std::size_t at, std::string_view text) { header.replace(at, text.size(), text); }

// Returns the header of a file in the format ustar (POSIX pax(1)), which defines the place and the size of each field.
std::string tar_header(const std::string& name, std::size_t size) {
    std::string header(kBlock, '\0');
    put(header, 0, std::string_view(name).substr(0, 100));
    put(header, 100, "0000644");
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, 124, fmt::format("{:011o}", size));
    put(header, 136, "00000000000");
    put(header, 148, "        ");
    put(header, 156, "0");
    put(header, 257, std::string_view("ustar\00000", 8));
    const unsigned sum = std::accumulate(header.begin(), header.end(), 0U, [](unsigned before, char c) {
        return before + static_cast<unsigned char>(c);
    });
    put(header, 148, fmt::format("{:06o}", sum) + '\0');
    return header;
}

std::string tar(const std::string& name, std::string_view content) {
    std::string archive = tar_header(name, content.size()).append(content);
    archive.resize((archive.size() + kBlock - 1) / kBlock * kBlock + 2 * kBlock, '\0');
    return archive;
}

std::uint32_t crc32(std::string_view bytes) {
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const char c : bytes) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
        }
    }
    return ~crc;
}

void append_number(std::string& bytes, std::uint32_t number, int size) {
    for (int i = 0; i < size; ++i) {
        bytes += static_cast<char>((number >> (8U * static_cast<unsigned>(i))) & 0xFFU);
    }
}

}  // namespace

std::string tar_gzip(const std::string& name, std::string_view content) {
    constexpr std::size_t kMost = 65535;  // Bytes that a stored block of deflate holds (RFC 1951).
    const std::string archive = tar(name, content);
    std::string result("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", 10);
    for (std::size_t at = 0; at < archive.size(); at += kMost) {
        const std::string_view block = std::string_view(archive).substr(at, kMost);
        result += at + block.size() == archive.size() ? '\1' : '\0';
        append_number(result, static_cast<std::uint32_t>(block.size()), 2);
        append_number(result, ~static_cast<std::uint32_t>(block.size()), 2);
        result.append(block);
    }
    append_number(result, crc32(archive), 4);
    append_number(result, static_cast<std::uint32_t>(archive.size()), 4);
    return result;
}

}  // namespace pf
