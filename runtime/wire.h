// Frames on a stream socket or pipe: the encoding of the messages in message.h, linked_message.h and session_message.h.
//
// A frame consists of a 32-bit length of the rest, an 8-bit type, and the fields in order. Numbers are in the byte
// order of the machine; texts and lists are preceded by a 32-bit count. A frame that is longer than kMaxFrame, or that
// its fields do not fill exactly, is an error, and the receiver closes the connection.
//
// Each message type has a function `template <typename Io> void fields(Io&, Message&)`, which serves for reading and
// writing. The messages of a connection are the alternatives of a std::variant, whose index is the type in the frame.
#ifndef PARALLEL_FIXTURES_RUNTIME_WIRE_H
#define PARALLEL_FIXTURES_RUNTIME_WIRE_H

#include <sys/socket.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "runtime/result.h"

namespace pf {

inline constexpr std::uint32_t kMaxFrame = 64U << 20U;

namespace wire {

// The fields of a pair, which may be the item of a list.
template <typename Io>
void fields(Io& io, std::pair<std::string, std::string>& pair) {
    io& pair;
}

// True for the types of numbers in messages.
template <typename Number>
inline constexpr bool is_number = std::is_integral_v<Number> && sizeof(Number) >= sizeof(std::int32_t);

class FieldWriter {
public:
    // Starts a new frame that reuses the allocation of `memory`, an earlier frame.
    explicit FieldWriter(std::string memory = {}) : bytes_(std::move(memory)) {
        bytes_.clear();
        bytes_.reserve(kUsual);
    }
    FieldWriter& operator&(const std::string& text) {
        number(static_cast<std::uint32_t>(text.size()));
        bytes_.append(text);
        return *this;
    }
    FieldWriter& operator&(const std::vector<std::string>& texts) {
        number(static_cast<std::uint32_t>(texts.size()));
        for (const std::string& text : texts) {
            *this& text;
        }
        return *this;
    }
    FieldWriter& operator&(bool value) { return number(static_cast<std::uint8_t>(value)); }
    template <typename Enum, std::enable_if_t<std::is_enum_v<Enum>, int> = 0>
    FieldWriter& operator&(Enum value) {
        return number(static_cast<std::uint8_t>(value));
    }
    // Writes a list of any items that have fields().
    template <typename Item, std::enable_if_t<!std::is_same_v<Item, std::string>, int> = 0>
    FieldWriter& operator&(std::vector<Item>& items) {
        number(static_cast<std::uint32_t>(items.size()));
        for (Item& item : items) {
            fields(*this, item);
        }
        return *this;
    }
    template <typename Number, std::enable_if_t<is_number<Number>, int> = 0>
    FieldWriter& operator&(Number value) {
        return number(value);
    }
    FieldWriter& operator&(std::pair<std::string, std::string>& pair) { return *this & pair.first & pair.second; }

    template <typename Number>
    FieldWriter& number(Number value) {
        char raw[sizeof value];
        std::memcpy(raw, &value, sizeof value);
        bytes_.append(raw, sizeof value);
        return *this;
    }

    std::string bytes() && { return std::move(bytes_); }

private:
    static constexpr std::size_t kUsual = 256;

    std::string bytes_;
};

// Reads fields. After the first error every field reads as empty and complete() is false.
class FieldReader {
public:
    FieldReader(const char* data, std::size_t size) : at_(data), left_(size) {}

    FieldReader& operator&(std::string& text) {
        const auto size = number<std::uint32_t>();
        if (size > left_) {
            fail();
            return *this;
        }
        text.assign(at_, size);
        skip(size);
        return *this;
    }
    FieldReader& operator&(std::vector<std::string>& texts) {
        const auto count = number<std::uint32_t>();
        if (count > left_ / sizeof count) {
            fail();
            return *this;
        }
        texts.resize(count);
        for (std::string& text : texts) {
            *this& text;
        }
        return *this;
    }
    FieldReader& operator&(bool& value) {
        value = number<std::uint8_t>() != 0;
        return *this;
    }
    // The function last_of() returns the greatest value of each enum that is sent.
    template <typename Enum, std::enable_if_t<std::is_enum_v<Enum>, int> = 0>
    FieldReader& operator&(Enum& value) {
        const auto raw = number<std::uint8_t>();
        ok_ = ok_ && raw <= static_cast<std::uint8_t>(last_of(Enum{}));
        value = ok_ ? static_cast<Enum>(raw) : Enum{};
        return *this;
    }
    template <typename Item, std::enable_if_t<!std::is_same_v<Item, std::string>, int> = 0>
    FieldReader& operator&(std::vector<Item>& items) {
        const auto count = number<std::uint32_t>();
        if (count > left_) {
            fail();
            return *this;
        }
        items.clear();
        for (std::uint32_t i = 0; i < count && ok_; ++i) {
            fields(*this, items.emplace_back());
        }
        return *this;
    }
    template <typename Number, std::enable_if_t<is_number<Number>, int> = 0>
    FieldReader& operator&(Number& value) {
        value = number<Number>();
        return *this;
    }
    FieldReader& operator&(std::pair<std::string, std::string>& pair) { return *this & pair.first & pair.second; }

    template <typename Number>
    Number number() {
        Number value{};
        if (left_ < sizeof value) {
            fail();
            return value;
        }
        std::memcpy(&value, at_, sizeof value);
        skip(sizeof value);
        return value;
    }

    [[nodiscard]] bool complete() const { return ok_ && left_ == 0; }

private:
    void skip(std::size_t size) {
        at_ += size;
        left_ -= size;
    }
    void fail() {
        ok_ = false;
        left_ = 0;
    }

    const char* at_;
    std::size_t left_;
    bool ok_ = true;
};

// Decodes the alternative with the index `type`. If `into` holds that alternative already, its allocations are reused.
template <typename Message, std::size_t Index = 0>
bool decode(std::size_t type, FieldReader& reader, std::optional<Message>& into) {
    if constexpr (Index < std::variant_size_v<Message>) {
        if (type != Index) {
            return decode<Message, Index + 1>(type, reader, into);
        }
        if (!into || into->index() != Index) {
            into.emplace(std::in_place_index<Index>);
        }
        fields(reader, *std::get_if<Index>(&*into));
        return reader.complete();
    }
    return false;
}

}  // namespace wire

// Returns one complete frame. `memory` may be an earlier frame, whose allocation is reused.
template <typename Message>
std::string encode_frame(Message message, std::string memory = {}) {
    wire::FieldWriter writer(std::move(memory));
    writer.number(std::uint32_t{0});  // Replaced by the length below.
    writer.number(static_cast<std::uint8_t>(message.index()));
    std::visit([&writer](auto& m) { fields(writer, m); }, message);
    std::string frame = std::move(writer).bytes();
    const auto length = static_cast<std::uint32_t>(frame.size() - sizeof(std::uint32_t));
    std::memcpy(frame.data(), &length, sizeof length);
    return frame;
}

// Collects received bytes and returns complete messages.
template <typename Message>
class FrameReader {
public:
    void append(const char* data, std::size_t size) {
        // Without this, the buffer would grow without limit if no read ever ended at the end of a message.
        if (begin_ > buffer_.size() / 2) {
            buffer_.erase(0, begin_);
            begin_ = 0;
        }
        buffer_.append(data, size);
    }

    // Returns the next message, or nullopt if it is incomplete, or an error if the data does not conform to the
    // protocol.
    Result<std::optional<Message>> next();
    // Does the same, reusing the allocations of `into`. Returns false if the message is incomplete.
    Result<bool> next(std::optional<Message>& into);

    // Returns the next message from a blocking socket, waiting for it as long as necessary. Returns nullopt at the end
    // of the stream and after an error of the socket.
    Result<std::optional<Message>> receive(int socket);

    // Discards all data received so far.
    void clear() {
        buffer_.clear();
        begin_ = 0;
    }

    // Returns true if there is no incomplete message.
    [[nodiscard]] bool empty() const { return begin_ == buffer_.size(); }

private:
    std::string buffer_;
    std::size_t begin_ = 0;
};

// Not inline: each source that defines the messages' fields() instantiates these functions (extern template).
template <typename Message>
Result<std::optional<Message>> FrameReader<Message>::next() {
    std::optional<Message> message;
    const Result<bool> complete = next(message);
    return complete.ok() ? Result<std::optional<Message>>(std::move(message)) : complete.error();
}

template <typename Message>
Result<std::optional<Message>> FrameReader<Message>::receive(int socket) {
    static char buffer[65536];
    while (true) {
        auto message = next();
        if (!message.ok() || message->has_value()) {
            return message;
        }
        const ssize_t got = recv(socket, buffer, sizeof buffer, 0);
        if (got == 0 || (got < 0 && errno != EINTR)) {
            return std::optional<Message>();
        }
        append(buffer, got > 0 ? static_cast<std::size_t>(got) : 0);
    }
}

template <typename Message>
Result<bool> FrameReader<Message>::next(std::optional<Message>& into) {
    std::uint32_t length = 0;
    const std::size_t have = buffer_.size() - begin_;
    if (have < sizeof length) {
        return false;
    }
    std::memcpy(&length, buffer_.data() + begin_, sizeof length);
    if (length == 0 || length > kMaxFrame) {
        return Error{"a message of impossible length"};
    }
    if (have < sizeof length + length) {
        return false;
    }
    const char* body = buffer_.data() + begin_ + sizeof length;
    wire::FieldReader reader(body + 1, length - 1);
    if (!wire::decode(static_cast<unsigned char>(*body), reader, into)) {
        return Error{"a message that does not conform to the protocol"};
    }
    begin_ += sizeof length + length;
    if (begin_ == buffer_.size()) {
        buffer_.clear();
        begin_ = 0;
    }
    return true;
}

}  // namespace pf

#endif
