// The journal reader, the record that is made of a journal, and the reports that are made of both.
#include <tinyxml2.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <numeric>

#include "tests/fuzz/support/fuzz.h"
#include "tool/journal/journal_codec.h"
#include "tool/journal/journal_reader.h"
#include "tool/journal/run_record.h"
#include "tool/page/page_data.h"
#include "tool/page/plain_page.h"
#include "tool/page/trace.h"
#include "tool/report/junit.h"
#include "tool/report/summary.h"
#include "tool/report/test_xml.h"
#include "tool/support/json_scanner.h"
#include "tool/support/text.h"

using namespace pf;

namespace {

constexpr std::size_t kBlock = 256U << 10U;  // The reader's.

std::string line_of(const Event& event, std::int64_t segment) {
    std::string line;
    append_line(line, event, segment);
    return line;
}

// A line as it is written, so that it can be compared, and where it stood.
struct Line {
    std::string text;
    std::int64_t segment = 0;
    Span span;
};
using Lines = std::vector<Line>;

Result<JournalProblems> read(const std::string& path, Lines& lines) {
    return read_journal(path, [&](Event& event, std::int64_t segment, Span span) {
        lines.push_back({line_of(event, segment), segment, span});
    });
}

void hold_line(JournalFile& journal, const Line& read) {
    const std::string& line = read.text;
    const auto again = read.span ? journal.read(read.span) : Result<Event>(Error{"no place"});
    PF_HOLDS(again.ok() && line_of(*again, read.segment) == line);
    const auto decoded = decode_line(std::string_view(line).substr(0, line.size() - 1));
    PF_HOLDS_WITH(decoded.ok(), line);
    PF_HOLDS_WITH(line_of(decoded->event, decoded->segment) == line, line);
    PF_HOLDS(line.find('\n') == line.size() - 1);
}

// Behind a line that fills the reader's first block but for some bytes.
void hold_across_blocks(std::string_view journal, const Lines& lines) {
    static const std::string kEmpty = R"({"e":"message","s":1,"level":"note","text":""})";
    const std::size_t within = std::hash<std::string_view>()(journal) % std::min(journal.size() + 1, kBlock / 2);
    std::string longer = kEmpty;
    longer.insert(longer.size() - 2, kBlock - within - longer.size() - 1, 'x');
    longer += '\n';
    Lines behind;
    static_cast<void>(read(fuzz::scratch_file("long.jsonl", longer.append(journal)), behind));
    PF_HOLDS(behind.size() == lines.size() + 1);
    PF_HOLDS(std::equal(lines.begin(), lines.end(), behind.begin() + 1,
                        [](const Line& a, const Line& b) { return a.text == b.text; }));
}

template <typename Writer>
std::string written(Writer writer) {
    char* bytes = nullptr;
    std::size_t size = 0;
    std::FILE* file = open_memstream(&bytes, &size);
    const Status status = writer(file);
    PF_HOLDS(std::fclose(file) == 0);
    const std::unique_ptr<char, decltype(&std::free)> owned(bytes, std::free);
    PF_HOLDS_WITH(status.ok(), status.ok() ? "" : status.error().message);
    return {bytes, size};
}

// tinyxml2 takes for XML what is not, so some of it is looked at here.
void hold_xml(const std::string& xml) {
    tinyxml2::XMLDocument document;
    PF_HOLDS_WITH(document.Parse(xml.data(), xml.size()) == tinyxml2::XML_SUCCESS, xml);
    PF_HOLDS_WITH(is_utf8(xml), xml);
    PF_HOLDS_WITH(std::none_of(xml.begin(), xml.end(),
                               [](char c) {
                                   return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r';
                               }),
                  xml);
}

void hold_json(const std::string& json) {
    JsonScanner scanner(json);  // A test holds it against a library.
    PF_HOLDS_WITH(scanner.skip() && scanner.at_end(), json);
}

// The parts of report.html that come from the run, and trace.json. Nothing in them ends an element of HTML.
void hold_pages(const RunRecord& record) {
    const RunView view = view_run(record);
    for (const AttemptView& attempt : view.attempts) {
        PF_HOLDS(attempt.begin >= 0 && attempt.begin <= attempt.end && attempt.end <= RunView::kLatest);
    }
    const std::string data = written([&](std::FILE* file) { return write_page_data(record, view, {}, {}, file); });
    hold_json(data);
    PF_HOLDS_WITH(data.find_first_of("<>&") == std::string::npos, data);
    hold_json(written([&](std::FILE* file) { return write_trace(record, view, file); }));
    hold_xml("<p>" + plain_header(record, view) +
             written([&](std::FILE* file) { return write_plain_tasks(record, file); }) + "</p>");
}

void hold_record(const RunRecord& record) {
    const Counts& counts = record.counts;
    PF_HOLDS(counts.declared == record.tasks.size());
    PF_HOLDS(counts.declared == std::accumulate(counts.outcomes.begin(), counts.outcomes.end(), std::uint64_t{0}));
    PF_HOLDS(counts.unreported <= counts.of(Outcome::crashed) + counts.of(Outcome::not_run));
    for (const std::string& problem : record.problems) {
        PF_IS_MESSAGE(problem);
    }
    hold_json(written([&](std::FILE* file) { return write_summary(record, file); }));
    hold_pages(record);
    hold_xml(written([&](std::FILE* file) { return write_test_xml(record, {"site", "build", "stamp"}, file); }));
    hold_xml(written([&](std::FILE* file) { return write_junit(record, file); }));
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view journal = fuzz::text_of(data, size);
    const std::string path = fuzz::scratch_file("journal.jsonl", journal);
    Lines lines;
    const auto problems = read(path, lines);
    auto file = JournalFile::open(path);
    PF_HOLDS(file.ok());
    for (const Line& line : lines) {
        hold_line(*file, line);
    }
    if (std::hash<std::string_view>()(journal) % 64 == 0) {  // It is dear.
        hold_across_blocks(journal, lines);
    }
    const auto record = build_run_record(path);
    PF_HOLDS(record.ok() == problems.ok());
    if (!record.ok()) {
        PF_IS_MESSAGE(record.error().message);
        return 0;
    }
    hold_record(*record);
    return 0;
}
