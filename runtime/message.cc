#include "runtime/message.h"

#include <cstring>

namespace pf {
namespace {

class Writer {
public:
    Writer& operator&(const std::string& text) {
        number(static_cast<std::uint32_t>(text.size()));
        bytes_.append(text);
        return *this;
    }
    Writer& operator&(const std::vector<std::string>& texts) {
        number(static_cast<std::uint32_t>(texts.size()));
        for (const std::string& text : texts) {
            *this& text;
        }
        return *this;
    }
    Writer& operator&(bool value) { return number(static_cast<std::uint8_t>(value)); }
    Writer& operator&(StartStep value) { return number(static_cast<std::uint8_t>(value)); }
    Writer& operator&(std::int32_t value) { return number(value); }
    Writer& operator&(std::uint64_t value) { return number(value); }

    template <typename Number>
    Writer& number(Number value) {
        char raw[sizeof value];
        std::memcpy(raw, &value, sizeof value);
        bytes_.append(raw, sizeof value);
        return *this;
    }

    std::string frame() && {
        const auto length = static_cast<std::uint32_t>(bytes_.size());
        std::string framed(sizeof length, '\0');
        std::memcpy(framed.data(), &length, sizeof length);
        return framed += bytes_;
    }

private:
    std::string bytes_;
};

// Reads fields; once something does not fit, everything after reads as empty and ok() is false.
class Reader {
public:
    Reader(const char* data, std::size_t size) : at_(data), left_(size) {}

    Reader& operator&(std::string& text) {
        const auto size = number<std::uint32_t>();
        if (size > left_) {
            fail();
            return *this;
        }
        text.assign(at_, size);
        skip(size);
        return *this;
    }
    Reader& operator&(std::vector<std::string>& texts) {
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
    Reader& operator&(bool& value) {
        value = number<std::uint8_t>() != 0;
        return *this;
    }
    Reader& operator&(StartStep& value) {
        const auto raw = number<std::uint8_t>();
        ok_ = ok_ && raw <= static_cast<std::uint8_t>(StartStep::execute);
        value = ok_ ? static_cast<StartStep>(raw) : StartStep::execute;
        return *this;
    }
    Reader& operator&(std::int32_t& value) {
        value = number<std::int32_t>();
        return *this;
    }
    Reader& operator&(std::uint64_t& value) {
        value = number<std::uint64_t>();
        return *this;
    }

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

// The fields of each message, once for both directions. Message is const when it is written.
template <typename Io>
void fields(Io& io, RunCommand& m) {
    io& m.program& m.arguments& m.environment& m.directory& m.private_dir& m.discard_dir& m.separate_stdout& m.sweep;
}
template <typename Io>
void fields(Io& io, SignalAll& m) {
    io& m.signal;
}
template <typename Io>
void fields(Io& /*io*/, KillAll& /*m*/) {}
template <typename Io>
void fields(Io& io, Pause& m) {
    io& m.paused;
}
template <typename Io>
void fields(Io& io, Leave& m) {
    io& m.discard_dir& m.grace;
}
template <typename Io>
void fields(Io& io, NotStarted& m) {
    io& m.step& m.error_number;
}
template <typename Io>
void fields(Io& io, Started& m) {
    io& m.pid;
}
template <typename Io>
void fields(Io& io, StopChanged& m) {
    io& m.stopped& m.signal;
}
template <typename Io>
void fields(Io& io, Ended& m) {
    io& m.exit_code& m.signal& m.microseconds& m.leaked& m.private_dir_left;
}
template <typename Io>
void fields(Io& io, Swept& m) {
    io& m.leaked;
}

template <typename Message>
std::string encode_any(Message message) {
    Writer writer;
    writer.number(static_cast<std::uint8_t>(message.index()));
    std::visit([&writer](auto& m) { fields(writer, m); }, message);
    return std::move(writer).frame();
}

// Reads into the alternative that `type` names.
template <typename Message, std::size_t Index = 0>
bool decode(std::size_t type, Reader& reader, std::optional<Message>& into) {
    if constexpr (Index < std::variant_size_v<Message>) {
        if (type != Index) {
            return decode<Message, Index + 1>(type, reader, into);
        }
        std::variant_alternative_t<Index, Message> message;
        fields(reader, message);
        into = std::move(message);
        return reader.complete();
    }
    return false;
}

}  // namespace

std::string encode(const ToSupervisor& message) { return encode_any(message); }
std::string encode(const FromSupervisor& message) { return encode_any(message); }

template <typename Message>
Result<std::optional<Message>> MessageReader::next() {
    std::uint32_t length = 0;
    const std::size_t have = buffer_.size() - begin_;
    if (have < sizeof length) {
        return std::optional<Message>();
    }
    std::memcpy(&length, buffer_.data() + begin_, sizeof length);
    if (length == 0 || length > kMaxFrame) {
        return Error{"a message of impossible length"};
    }
    if (have < sizeof length + length) {
        return std::optional<Message>();
    }
    const char* body = buffer_.data() + begin_ + sizeof length;
    Reader reader(body + 1, length - 1);
    std::optional<Message> message;
    if (!decode(static_cast<unsigned char>(*body), reader, message)) {
        return Error{"a message that is not of this protocol"};
    }
    begin_ += sizeof length + length;
    if (begin_ == buffer_.size()) {
        buffer_.clear();
        begin_ = 0;
    }
    return message;
}

Result<std::optional<ToSupervisor>> MessageReader::next_to_supervisor() { return next<ToSupervisor>(); }
Result<std::optional<FromSupervisor>> MessageReader::next_from_supervisor() { return next<FromSupervisor>(); }

}  // namespace pf
