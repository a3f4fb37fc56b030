#include "tool/journal/journal_codec.h"

#include <cstddef>
#include <nlohmann/json.hpp>
#include <random>
#include <tuple>
#include <variant>

#include "tests/support/catch.h"
#include "tests/unit/journal/events.h"
#include "tool/journal/event_fields.h"

using namespace pf;
using namespace std::string_literals;
using pf::test::lines;

namespace {

// Returns for each type a value that is not its default.
void fill(bool& value) { value = !value; }
void fill(int& value) { value = -12345; }
void fill(std::uint32_t& value) { value = ~std::uint32_t{0}; }
void fill(std::uint64_t& value) { value = ~std::uint64_t{0}; }
void fill(double& value) { value = 0.1 + 1e9; }
void fill(std::string& value) { value = "\"quoted\" \\ \b\x1b\x7F\n\r\t\0 gr\xC3\xBC\xC3\x9F \xE2\x80\xA8 \xFF"s; }
void fill(std::vector<std::string>& value) { value = {"", "a\xFF", "b c"}; }
void fill(std::vector<std::pair<std::string, std::string>>& value) { value = {{"A", "1=2"}, {"B", "\xFF"}, {"C", ""}}; }
void fill(std::optional<int>& value) { value = 0; }
void fill(Outcome& value) { value = Outcome::timeout; }
void fill(Cause& value) { value = Cause::unreported; }
void fill(SetupOutcome& value) { value = SetupOutcome::interrupted; }
void fill(MessageLevel& value) { value = MessageLevel::error; }
void fill(pf::Failures& value) { value = {{"a \"b\".cc", 12, "x\n\xFF"}, {"", 0, ""}}; }
void fill(Output& value) { value = {"text\xFE\n", 1234567, true, "output/a"}; }

bool same(const Output& a, const Output& b) {
    return a.text == b.text && a.bytes == b.bytes && a.cut == b.cut && a.file == b.file;
}
template <typename T>
bool same(const T& a, const T& b) {
    return a == b;
}

template <typename E>
E filled() {
    E event;
    std::apply([&](const auto&... field) { (fill(event.*field.member), ...); }, EventFields<E>::kFields);
    return event;
}

// Checks that the table has all members of the struct: each begins in memory where the one before it ends.
template <typename E>
bool table_is_complete() {
    E event;
    const auto* base = reinterpret_cast<const std::byte*>(&event);
    std::size_t end = 0;
    bool complete = true;
    const auto check = [&](const auto& field) {
        auto& member = event.*field.member;
        const std::size_t align = alignof(std::remove_reference_t<decltype(member)>);
        end = (end + align - 1) / align * align;
        complete = complete && reinterpret_cast<const std::byte*>(&member) == base + end;
        end += sizeof(member);
    };
    std::apply([&](const auto&... field) { (check(field), ...); }, EventFields<E>::kFields);
    return complete && (end + alignof(E) - 1) / alignof(E) * alignof(E) == sizeof(E);
}

template <typename E>
void check_round_trip(const E& event) {
    CHECK(table_is_complete<E>());
    const std::string line = lines({event}, 4711);
    INFO(line);
    CHECK(line.find('\n') == line.size() - 1);
    CHECK(nlohmann::json::accept(line));
    CHECK(line.starts_with(std::string(kLineStart) + std::string(EventFields<E>::kName) + "\",\"s\":4711"));
    const auto decoded = decode_line(std::string_view(line).substr(0, line.size() - 1));
    REQUIRE(decoded.ok());
    CHECK(decoded->segment == 4711);
    REQUIRE(std::holds_alternative<E>(decoded->event));
    const E& back = std::get<E>(decoded->event);
    const auto check = [&](const auto& field) {
        INFO(std::string(field.name));
        CHECK(same(event.*field.member, back.*field.member));
    };
    std::apply([&](const auto&... field) { (check(field), ...); }, EventFields<E>::kFields);
}

template <std::size_t... Index>
void check_all(std::index_sequence<Index...>) {
    (check_round_trip(filled<std::variant_alternative_t<Index, Event>>()), ...);
    (check_round_trip(std::variant_alternative_t<Index, Event>{}), ...);
}

std::string error_of(std::string_view line) {
    const auto decoded = decode_line(line);
    return decoded.ok() ? "" : decoded.error().message;
}

}  // namespace

TEST_CASE("every field of every event survives, full and empty") {
    check_all(std::make_index_sequence<std::variant_size_v<Event>>());
}

TEST_CASE("a line looks as the format's page says") {
    TaskEnded event = test::ended("sql.inserts");
    event.at = 1.25;
    event.output = test::output("ok\n");
    CHECK(lines({event}, 4711) ==
          R"({"e":"task_ended","s":4711,"at":1.25,"id":"sql.inserts","attempt":1,"worker":0,"slot":0,"seconds":0.5,)"
          R"("outcome":"passed","cause":"completed","exit_code":0,"output":{"text":"ok\n","bytes":3}})"
          "\n");
    event.output.text = "\xFF";
    CHECK(lines({event}, 4711).find(R"("output":{"base64":"/w==","bytes":3})") != std::string::npos);
    CHECK(lines({test::run_started()}, 1).starts_with(R"({"e":"run_started","s":1,"format":1,"run_id":"2026)"));
    SetupEnded setup = test::setup_ended("db");
    setup.variables = {{"PORT", "5432"}};
    CHECK(lines({setup}).find(R"("variables":["PORT=5432"])") != std::string::npos);
}

TEST_CASE("a number that JSON cannot hold is left out") {
    TaskSlow slow;
    slow.seconds = std::numeric_limits<double>::infinity();
    slow.at = std::numeric_limits<double>::quiet_NaN();
    CHECK(lines({slow}, 1) == "{\"e\":\"task_slow\",\"s\":1}\n");
}

TEST_CASE("what a later version added is passed over") {
    const auto decoded = decode_line(
        R"({"e":"task_slow","s":1,"new":1,"list":[1,[2],{"a":[{}]}],"object":{"id":"no","x":[1]},"at":2,"null":null,)"
        R"("id":"a.b","text":"x","bool":true,"seconds":3})");
    REQUIRE(decoded.ok());
    const auto& slow = std::get<TaskSlow>(decoded->event);
    CHECK(slow.id == "a.b");
    CHECK(slow.at == 2);
    CHECK(slow.seconds == 3);
    const auto output =
        decode_line(R"({"e":"task_ended","s":1,"output":{"new":{"text":"no"},"text":"yes","more":[1]},"attempt":2})");
    REQUIRE(output.ok());
    CHECK(std::get<TaskEnded>(output->event).output.text == "yes");
    CHECK(std::get<TaskEnded>(output->event).attempt == 2);
}

TEST_CASE("a key may be escaped, and a line is read into another without what that had") {
    JournalLine line = *decode_line(R"({"e":"task_ended","s":9,"id":"g.a","outcome":"failed","reason":"x"})");
    REQUIRE(decode_line(R"({"e":"task_ended","\u0073":7,"i\u0064":"g.b","outcome":"passed"})", line).ok());
    CHECK(line.segment == 7);
    CHECK(std::get<TaskEnded>(line.event).id == "g.b");
    CHECK(std::get<TaskEnded>(line.event).reason.empty());
    REQUIRE(decode_line(R"({"e":"plan_ended"})", line).ok());
    CHECK(line.segment == 0);
    const Status refused = decode_line(R"({"e":"task_ended","i\u0064":7})", line);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().message.find("\"id\"") != std::string::npos);
}

TEST_CASE("a larger format is told, whatever else the line holds") {
    const auto decoded = decode_line(R"({"e":"run_started","s":1,"format":2,"jobs":{"a":1}})");
    REQUIRE(decoded.ok());
    CHECK(decoded->format == 2);
}

TEST_CASE("what is not an event is refused, with the place") {
    for (const char* text :
         {"", "{}", "[1]", "17", "{\"e\":7}", R"({"s":1,"e":"task_slow"})", R"({"e":{"task_slow":1}})"}) {
        INFO(text);
        CHECK(error_of(text) == "it is not an event");
    }
    CHECK(error_of(R"({"e":"task_snail","s":1})") == "there is no event \"task_snail\"");
    CHECK(error_of(R"({"e":"\u001b[31m\n","s":1})") == "there is no event \"\\x1b[31m \"");
    CHECK(error_of(R"({"e":"plan_ended","\u001b\n":x})").find("\"\\x1b \"") != std::string::npos);
    CHECK(error_of(R"({"e":"task_slow","s":1,"id":"a)") ==
          "it breaks off or is not right at byte 30, in or after \"id\"");
    CHECK(error_of(R"({"e":"task_slow","s":1}x)").find("byte 23") != std::string::npos);
}

TEST_CASE("a value of the wrong kind is refused by its key") {
    for (const char* tail : {R"("id":1})",
                             R"("id":[1]})",
                             R"("id":["a"]})",
                             R"("id":true})",
                             R"("id":null})",
                             R"("attempt":"1"})",
                             R"("attempt":1.5})",
                             R"("attempt":99999999999})",
                             R"("final":1})",
                             R"("outcome":"good"})",
                             R"("outcome":1})",
                             R"("leaked":"x"})",
                             R"("leaked":[["x"]]})",
                             R"("leaked":[1]})",
                             R"("output":"x"})",
                             R"("output":["x"]})",
                             R"("output":{"bytes":-1}})",
                             R"("output":{"base64":"?"}})",
                             R"("id":{"base64":"?"}})",
                             R"("id":{"other":"x"}})",
                             R"("id":{"base64":{"base64":""}}})",
                             R"("output":{"text":[1]}})"}) {
        const std::string line = R"({"e":"task_ended","s":1,)" + std::string(tail);
        INFO(line);
        REQUIRE(nlohmann::json::accept(line));
        const std::string key(tail + 1, std::string_view(tail).find('"', 1) - 1);
        CHECK(error_of(line).find("\"" + key + "\"") != std::string::npos);
    }
    CHECK(error_of(R"({"e":"setup_ended","s":1,"variables":["A"]})").find("variables") != std::string::npos);
}

TEST_CASE("what is not JSON is not accepted, wherever a line is damaged") {
    const std::string line = lines({filled<TaskEnded>()}, 7);
    std::mt19937 random(1);
    const std::string bytes = "{}[]\",:\\utfn0123456789.eE+-x \x01\xFF\xC3";
    int accepted = 0;
    for (int i = 0; i < 5000; ++i) {
        std::string damaged = line.substr(0, line.size() - 1);
        for (auto changes = random() % 3 + 1; changes > 0; --changes) {
            const std::size_t at = random() % damaged.size();
            switch (random() % 3) {
                case 0:
                    damaged[at] = bytes[random() % bytes.size()];
                    break;
                case 1:
                    damaged.erase(at, random() % 4);
                    break;
                default:
                    damaged.insert(at, 1, bytes[random() % bytes.size()]);
            }
        }
        if (decode_line(damaged).ok()) {
            ++accepted;
            INFO(damaged);
            CHECK(nlohmann::json::accept(damaged));
        }
    }
    CHECK(accepted > 30);  // A change inside a string leaves the line valid.
}
