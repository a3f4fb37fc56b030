#include "tool/journal/journal_reader.h"

#include "tests/support/catch.h"
#include "tests/unit/journal/events.h"
#include "tests/unit/support/folder.h"
#include "tool/support/file.h"

using namespace pf;
using pf::test::Folder;
using pf::test::lines;

namespace {

struct Seen {
    std::vector<std::string> ids;
    std::vector<Span> spans;
    JournalProblems problems;
};

// Reads `content` as a journal of task_started events.
Seen read(const std::string& content) {
    const Folder folder;
    REQUIRE(write_file_atomically(folder / "j", content).ok());
    Seen seen;
    auto problems = read_journal(folder / "j", [&seen](Event& event, std::int64_t, Span span) {
        seen.ids.push_back(std::get<TaskStarted>(event).id);
        seen.spans.push_back(span);
    });
    REQUIRE(problems.ok());
    seen.problems = std::move(*problems);
    return seen;
}

std::string line(const std::string& id) { return lines({test::started(id)}); }

using Ids = std::vector<std::string>;

}  // namespace

TEST_CASE("lines come in order, with segment and place") {
    const Folder folder;
    const std::string first = lines({test::started("a")}, 1);
    const std::string second = lines({test::started("b")}, 2);
    REQUIRE(write_file_atomically(folder / "j", first + second).ok());
    std::vector<std::int64_t> segments;
    std::vector<Span> spans;
    const auto problems = read_journal(folder / "j", [&](Event&, std::int64_t segment, Span span) {
        segments.push_back(segment);
        spans.push_back(span);
    });
    REQUIRE(problems.ok());
    CHECK(problems->count == 0);
    CHECK(segments == std::vector<std::int64_t>{1, 2});
    REQUIRE(spans.size() == 2);
    CHECK(spans[1].offset == first.size());
    CHECK(spans[1].length == second.size() - 1);
    auto file = JournalFile::open(folder / "j");
    REQUIRE(file.ok());
    const auto again = file->read(spans[1]);
    REQUIRE(again.ok());
    CHECK(std::get<TaskStarted>(*again).id == "b");
    CHECK_FALSE(file->read({first.size() + second.size(), 5}).ok());
    CHECK_FALSE(file->read({1, 5}).ok());
}

TEST_CASE("an empty journal holds nothing and is no error") {
    CHECK(read("").ids.empty());
    CHECK(read("").problems.count == 0);
}

TEST_CASE("a last line without its newline is ignored and said") {
    const std::string whole = line("a");
    const Seen seen = read(whole + line("b").substr(0, 30));
    CHECK(seen.ids == Ids{"a"});
    REQUIRE(seen.problems.count == 1);
    CHECK(seen.problems.first[0].offset == whole.size());
    CHECK(seen.problems.first[0].what.find("incomplete") != std::string::npos);
    CHECK(read(whole + whole.substr(0, whole.size() - 1)).ids == Ids{"a"});
}

TEST_CASE("a corrupt line costs itself only") {
    const Seen seen =
        read(line("a") + "{\"e\":\"task_started\",\"id\":7}\n" + line("b") + "\xFF\xFE\n\n\n" + line("c"));
    CHECK(seen.ids == Ids{"a", "b", "c"});
    CHECK(seen.problems.count == 2);
    CHECK(seen.problems.first[0].offset == line("a").size());
    CHECK(seen.problems.first[0].what.find("\"id\"") != std::string::npos);
}

TEST_CASE("a whole line behind a fragment is found, wherever the fragment was cut") {
    const std::string cut = line("{\"e\":\"task_started\"");
    for (std::size_t length = 1; length + 1 < cut.size(); ++length) {
        const Seen seen = read(line("a") + cut.substr(0, length) + line("b") + line("c"));
        INFO(length);
        CHECK(seen.ids == Ids{"a", "b", "c"});
        CHECK(seen.problems.count == 1);
        CHECK(seen.spans[1].offset == line("a").size() + length);
    }
}

TEST_CASE("many problems do not fill the memory") {
    std::string content = line("a");
    for (int i = 0; i < 1000; ++i) {
        content += "junk\n";
    }
    const Seen seen = read(content);
    CHECK(seen.problems.count == 1000);
    CHECK(seen.problems.first.size() == JournalProblems::kKept);
}

TEST_CASE("lines longer than a block, and on its edges, are whole") {
    std::string content;
    Ids ids;
    for (const std::size_t size : {1UL, 262144UL - 90, 262144UL - 70, 262144UL, 262145UL, 524288UL, 3000000UL, 5UL}) {
        ids.emplace_back(size, 'x');
        content += line(ids.back());
    }
    const Seen seen = read(content);
    CHECK(seen.ids == ids);
    CHECK(seen.problems.count == 0);
}

TEST_CASE("a line beyond all measure is passed over") {
    const Seen seen = read(line("a") + std::string(65U << 20U, 'x') + "\n" + line("b"));
    CHECK(seen.ids == Ids{"a", "b"});
    CHECK(seen.problems.count == 1);
}

TEST_CASE("a newer format is refused") {
    const Folder folder;
    REQUIRE(write_file_atomically(folder / "j", R"({"e":"run_started","s":1,"format":2})"
                                                "\n" +
                                                    line("a"))
                .ok());
    int events = 0;
    const auto problems = read_journal(folder / "j", [&events](Event&, std::int64_t, Span) { ++events; });
    REQUIRE_FALSE(problems.ok());
    CHECK(problems.error().message == "cannot read " + (folder / "j") +
                                          ": a newer version of parallel-fixtures wrote it (journal format 2, this one "
                                          "reads 1); use that version");
    CHECK(events == 0);
}

TEST_CASE("a file that is not a journal is refused") {
    const Folder folder;
    REQUIRE(write_file_atomically(folder / "j", "#!/bin/sh\necho hello\n").ok());
    const auto nothing = [](Event&, std::int64_t, Span) {};
    const auto script = read_journal(folder / "j", nothing);
    REQUIRE_FALSE(script.ok());
    CHECK(script.error().message.find("it is not a journal") != std::string::npos);
    CHECK_FALSE(read_journal(folder / "none", nothing).ok());
    CHECK_FALSE(read_journal(folder.path(), nothing).ok());
}
