#include "runtime/message.h"

#include <malloc.h>

#include <cstring>

#include "tests/support/catch.h"

namespace {

using pf::encode;
using pf::FrameReader;
using pf::FromSupervisor;
using pf::ToSupervisor;

std::string frame(std::uint32_t length, const std::string& body) {
    std::string bytes(sizeof length, '\0');
    std::memcpy(bytes.data(), &length, sizeof length);
    return bytes + body;
}

template <typename Message>
auto read(const std::string& bytes) {
    FrameReader<Message> reader;
    reader.append(bytes.data(), bytes.size());
    return reader.next();
}

auto read_to(const std::string& bytes) { return read<ToSupervisor>(bytes); }
auto read_from(const std::string& bytes) { return read<FromSupervisor>(bytes); }

template <typename Message>
Message to_and_back(const Message& message) {
    const auto back = read_to(encode(ToSupervisor(message)));
    REQUIRE((back.ok() && back->has_value()));
    return std::get<Message>(**back);
}

template <typename Message>
Message from_and_back(const Message& message) {
    const auto back = read_from(encode(FromSupervisor(message)));
    REQUIRE((back.ok() && back->has_value()));
    return std::get<Message>(**back);
}

using Texts = std::vector<std::string>;

const std::string kOdd("\0\n\xff ü", 6);

}  // namespace

// Structured bindings, so that a new field breaks the build here until it is looked at.

TEST_CASE("every field of a message to a supervisor arrives") {
    const auto [program, arguments, environment, directory, private_dir, discard_dir, separate, sweep, channel] =
        to_and_back(pf::RunCommand{"/p", {"a", "", kOdd}, {"K=V", "K"}, "/d", "/private", "/discard", true, false});
    CHECK(program == "/p");
    CHECK(arguments == Texts{"a", "", kOdd});
    CHECK(environment == Texts{"K=V", "K"});
    CHECK(directory == "/d");
    CHECK(private_dir == "/private");
    CHECK(discard_dir == "/discard");
    CHECK(separate);
    CHECK_FALSE(sweep);
    CHECK_FALSE(channel);
    const auto [signal, signalled] = to_and_back(pf::SignalAll{15, 3});
    CHECK(signal == 15);
    CHECK(signalled == 3);
    const auto [killed] = to_and_back(pf::KillAll{4});
    CHECK(killed == 4);
    to_and_back(pf::TakeNextBack{});
    const auto [paused] = to_and_back(pf::Pause{true});
    CHECK(paused);
    const auto [discarded, grace] = to_and_back(pf::Leave{"/gone", true});
    CHECK(discarded == "/gone");
    CHECK(grace);
}

TEST_CASE("every field of a message to a linked program's supervisor arrives") {
    const auto [order, private_dir, discard_dir, reuse, number, next] =
        to_and_back(pf::RunTest{"an order", "/private", "/discard", true, 7, true});
    CHECK(number == 7);
    CHECK(next);
    CHECK(order == "an order");
    CHECK(private_dir == "/private");
    CHECK(discard_dir == "/discard");
    CHECK(reuse);
    const auto [fixture, variables, folder] = to_and_back(pf::RunFixture{"Suite", {"A=b"}, "/f"});
    CHECK(fixture == "Suite");
    CHECK(variables == Texts{"A=b"});
    CHECK(folder == "/f");
}

TEST_CASE("every field of an order arrives, and a broken one is refused") {
    const std::string bytes = pf::encode_order(pf::TestOrder{"Suite.A", "g.Suite.A", {"K=V"}, "/d", 3, 2, 1ULL << 60U});
    pf::TestOrder arrived{"An earlier one", "g.An earlier one", {"A=1", "B=2"}, "/e", 4, 5, 6};
    REQUIRE(pf::decode_order(bytes, arrived).ok());
    CHECK(arrived.test == "Suite.A");
    CHECK(arrived.id == "g.Suite.A");
    CHECK(arrived.environment == Texts{"K=V"});
    CHECK(arrived.directory == "/d");
    CHECK(arrived.worker == 3);
    CHECK(arrived.attempt == 2);
    CHECK(arrived.seed == 1ULL << 60U);
    for (const std::string& broken : {bytes.substr(1), bytes + "x", std::string()}) {
        CHECK_FALSE(pf::decode_order(broken, arrived).ok());
    }
}

TEST_CASE("every field of a message from a supervisor arrives") {
    const auto [step, error] = from_and_back(pf::NotStarted{pf::StartStep::change_directory, 2});
    CHECK(step == pf::StartStep::change_directory);
    CHECK(error == 2);
    const auto [pid] = from_and_back(pf::Started{4711});
    CHECK(pid == 4711);
    const auto [stopped, by] = from_and_back(pf::StopChanged{true, 19});
    CHECK(stopped);
    CHECK(by == 19);
    const auto [code, signal, microseconds, leaked, left, report, next, next_at, unread] = from_and_back(
        pf::Ended{3, 11, std::uint64_t{1} << 40U, {"a (pid 1)", "b"}, true, "report", pf::NextState::begins, 9, 70});
    CHECK(next == pf::NextState::begins);
    CHECK(next_at == 9);
    CHECK(unread == 70);
    const auto [began, at] = from_and_back(pf::Began{8, std::uint64_t{1} << 41U});
    CHECK(began == 8);
    CHECK(at == std::uint64_t{1} << 41U);
    const auto [back] = from_and_back(pf::HandedBack{6});
    CHECK(back == 6);
    CHECK(code == 3);
    CHECK(signal == 11);
    CHECK(microseconds == std::uint64_t{1} << 40U);
    CHECK(leaked == Texts{"a (pid 1)", "b"});
    CHECK(left);
    CHECK(report == "report");
    const auto [swept] = from_and_back(pf::Swept{{"c"}});
    CHECK(swept == Texts{"c"});
}

TEST_CASE("messages are read whole however the bytes come") {
    const std::string bytes = encode(ToSupervisor(pf::Leave{"/one", false})) + encode(ToSupervisor(pf::SignalAll{2})) +
                              encode(ToSupervisor(pf::KillAll{}));
    for (const std::size_t piece : {std::size_t{1}, std::size_t{3}, bytes.size()}) {
        FrameReader<ToSupervisor> reader;
        std::vector<std::size_t> types;
        for (std::size_t at = 0; at < bytes.size(); at += piece) {
            reader.append(bytes.data() + at, std::min(piece, bytes.size() - at));
            while (true) {
                const auto next = reader.next();
                REQUIRE(next.ok());
                if (!next->has_value()) {
                    break;
                }
                types.push_back((**next).index());
            }
        }
        CHECK(types == std::vector<std::size_t>{4, 1, 2});
    }
}

TEST_CASE("nothing of an earlier message is left in the next one") {
    FrameReader<ToSupervisor> reader;
    std::optional<ToSupervisor> message;
    const auto read_next = [&](const ToSupervisor& next) {
        const std::string bytes = encode(next);
        reader.append(bytes.data(), bytes.size());
        const pf::Result<bool> complete = reader.next(message);
        REQUIRE((complete.ok() && *complete));
    };
    const std::string text(100, 'x');
    read_next(pf::RunTest{text, text, text, true, 1, true});
    const char* const memory = std::get<pf::RunTest>(*message).order.data();
    read_next(pf::RunTest{"order", "", "discard", false, 2, false});
    const auto& [order, private_dir, discard_dir, reuse, number, next] = std::get<pf::RunTest>(*message);
    CHECK(order == "order");
    CHECK(order.data() == memory);
    CHECK(private_dir.empty());
    CHECK(discard_dir == "discard");
    CHECK_FALSE(reuse);
    CHECK(number == 2);
    CHECK_FALSE(next);
    read_next(pf::RunCommand{"/p", {"a", "b"}, {"K=V"}, "/d", "", "", true, true, true});
    read_next(pf::RunCommand{"/q", {"c"}, {}, "", "", "", false, false, false});
    const auto& command = std::get<pf::RunCommand>(*message);
    CHECK(command.program == "/q");
    CHECK(command.arguments == Texts{"c"});
    CHECK(command.environment.empty());
    CHECK(command.directory.empty());
    CHECK_FALSE(command.channel);
    const pf::Result<bool> more = reader.next(message);
    CHECK((more.ok() && !*more));
}

TEST_CASE("no part of a message is a message") {
    const std::string whole =
        encode(FromSupervisor(pf::Ended{3, 0, 5, {"a (pid 1)"}, true, "", pf::NextState::none, 0, -1}));
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto cut = read_from(whole.substr(0, size));
        REQUIRE(cut.ok());
        CHECK_FALSE(cut->has_value());
        if (size > 4) {  // The same bytes with a length that claims to be all of it.
            CHECK_FALSE(read_from(frame(static_cast<std::uint32_t>(size - 4), whole.substr(4, size - 4))).ok());
        }
    }
}

TEST_CASE("what is not of the protocol is refused") {
    const std::string huge(4, '\xff');
    CHECK_FALSE(read_to(frame(0, "")).ok());
    CHECK_FALSE(read_to(frame(pf::kMaxFrame + 1, "")).ok());
    CHECK_FALSE(read_to(frame(1, "\x08")).ok());                              // No such type.
    CHECK_FALSE(read_to(frame(6, std::string("\x02\0\0\0\0x", 6))).ok());     // KillAll with more behind it.
    CHECK_FALSE(read_to(frame(5, "\x04" + huge)).ok());                       // A text longer than the frame.
    CHECK_FALSE(read_from(frame(5, "\x04" + huge)).ok());                     // A list longer than the frame.
    CHECK_FALSE(read_from(frame(6, std::string("\0\x03\0\0\0\0", 6))).ok());  // No such step.
    CHECK(read_from(frame(6, std::string("\0\x02\0\0\0\0", 6))).ok());
}

TEST_CASE("any bytes are read without harm") {
    std::uint32_t state = 20240229;
    for (int round = 0; round < 20000; ++round) {
        std::string body;
        state = state * 1664525 + 1013904223;
        const std::size_t length = 1 + (state >> 16U) % 24;
        for (std::size_t i = 0; i < length; ++i) {
            state = state * 1664525 + 1013904223;
            body += static_cast<char>((state >> 24U) % (i % 4 == 1 ? 8 : 256));
        }
        body[0] = static_cast<char>(static_cast<unsigned char>(body[0]) % 6);
        const std::string bytes = frame(static_cast<std::uint32_t>(length), body);
        const auto to = read_to(bytes);
        const auto from = read_from(bytes);
        // What is accepted means exactly these bytes.
        if (to.ok() && to->has_value() && std::holds_alternative<pf::SignalAll>(**to)) {
            REQUIRE(encode(**to) == bytes);
        }
        if (from.ok() && from->has_value() && std::holds_alternative<pf::Started>(**from)) {
            REQUIRE(encode(**from) == bytes);
        }
    }
}

TEST_CASE("a stream whose messages end where no read does is not kept") {
    const std::string message =
        encode(ToSupervisor(pf::RunCommand{std::string(10000, 'p'), {}, {}, "", "", "", false}));
    const std::string shifted = message.substr(1) + message.substr(0, 1);
    const auto used = [] {
        const struct mallinfo2 info = mallinfo2();
        return info.uordblks + info.hblkhd;
    };
    const std::size_t before = used();
    FrameReader<ToSupervisor> reader;
    reader.append(message.data(), 1);
    for (int i = 0; i < 1000; ++i) {
        reader.append(shifted.data(), shifted.size());
        const auto read = reader.next();
        REQUIRE((read.ok() && read->has_value() && !reader.next()->has_value()));
    }
    CHECK(used() - before < 100 * message.size());
}
