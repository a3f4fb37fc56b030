// report.html: what it holds, and that nothing in it is more than text.
#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/unit/page/files.h"
#include "tests/unit/report/sample_run.h"
#include "tool/page/page_assets.h"
#include "tool/page/plain_page.h"

using namespace pf;
using PageJson = nlohmann::json;

namespace {

std::size_t count_of(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) {
        ++count;
    }
    return count;
}

PageJson data_of(const std::string& page) {
    const std::string begin = "id=\"data\">";
    const std::size_t at = page.find(begin);
    REQUIRE(at != std::string::npos);
    return PageJson::parse(page.substr(at + begin.size(), page.find("</script>", at) - at - begin.size()));
}

std::string page_of_events(const std::vector<Event>& events) {
    const test::Folder run;
    return test::page_of(test::record_in(run, test::lines(events)));
}

// Without its own script and style, what is left comes from the run.
std::string without_assets(std::string page) {
    for (const std::string_view asset : {page_css(), page_js()}) {
        page.erase(page.find(asset), asset.size());
    }
    return page;
}

}  // namespace

TEST_CASE("a page is one file that asks for nothing else") {
    const std::string page = without_assets(page_of_events(test::sample_run()));
    CHECK(page.rfind("<!doctype html>", 0) == 0);
    CHECK(count_of(page, "{{") == 0);
    CHECK(count_of(page, "<script") == 2);
    CHECK(count_of(page, "src=") == 0);
    CHECK(count_of(page, "<link") == 0);
    CHECK(count_of(page, "http") == 1);  // http-equiv
    CHECK(page.find("script-src 'sha256-") != std::string::npos);
    CHECK(page.find("</html>") != std::string::npos);
}

TEST_CASE("the data of a page has each task with its details") {
    const PageJson data = data_of(page_of_events(test::sample_run()));
    REQUIRE(data.at("tasks").size() == 32);
    CHECK(data.at("counts").at(0) == 5);
    CHECK(data.at("fixtures").size() == 4);
    CHECK(data.at("instances").size() == 4);
    CHECK(data.at("attempts").size() % 6 == 0);
    std::size_t marked = 0;
    while (data.at("tasks").at(marked).at(0) != "marked") {
        ++marked;
    }
    const PageJson& details = data.at("details").at(std::to_string(marked));
    const PageJson& attempt = details.at("attempts").at(0);
    CHECK(attempt.at("file") == "output/marks.marked");
    CHECK(attempt.at("kept_dir") == "/tmp/kept");
    CHECK(attempt.at("leaked").size() == 2);
    CHECK(data.at("labels").at(data.at("tasks").at(marked).at(9).get<std::size_t>()).size() == 3);
    CHECK(data.at("instance_details").at("0").at("died").at("output") == "out of memory\n");
}

TEST_CASE("the data of a page has what tasks waited for") {
    TaskStarted started = test::started("g.a", 1, 1.5);
    started.waited_since = 0.25;
    started.waited = 1;
    started.waited_for = {"lock db"};
    const PageJson data = data_of(page_of_events({test::run_started(), test::declared("g", "a"), PlanEnded{1}, started,
                                                  test::ended("g.a"), test::run_ended(0)}));
    CHECK(data.at("waited_for") == PageJson::array({"the lock db"}));
    CHECK(data.at("waits") == PageJson::array({0, 1, 250'000, 1'250'000, 0, 0}));
    CHECK(data.at("use").at("waits").at(0) == PageJson::array({"the lock db", 500'000}));
}

TEST_CASE("the plain part of a page says what went wrong") {
    const std::string page = page_of_events(test::sample_run());
    CHECK(page.find("<h1 class=\"bad\">Not passed (exit code 130)</h1>") != std::string::npos);
    CHECK(page.find("<dt>Stopped</dt><dd>interrupted by SIGINT</dd>") != std::string::npos);
    CHECK(page.find("<b>crashed</b> all.segv (0.50 s): SIGSEGV<pre>about to crash") != std::string::npos);
    CHECK(page.find("<b>passed</b> all.rc0") != std::string::npos);
}

TEST_CASE("the head of a page has the finish commands that failed, and no others") {
    FinishEnded failed;
    failed.command = {"upload", "<store>"};
    failed.passed = false;
    failed.reason = "exit code 7";
    FinishEnded passed;
    passed.command = {"notify"};
    const std::string page = page_of_events(
        {test::run_started(), PlanEnded{0}, test::run_ended(0), FinishEnded{passed}, FinishEnded{failed}});
    CHECK(page.find("<dt>Finish command</dt><dd>upload &lt;store&gt;: exit code 7</dd>") != std::string::npos);
    CHECK(count_of(page, "Finish command") == 1);
    CHECK(count_of(page, "notify") == 0);
}

TEST_CASE("names and outputs of any bytes end no element of a page and make none") {
    const std::string page = page_of_events(test::hostile_run());
    CHECK(count_of(page, "<script") == count_of(page_of_events(test::sample_run()), "<script"));
    CHECK(count_of(page, "</script>") == count_of(page_of_events(test::sample_run()), "</script>"));
    CHECK(count_of(page, "<x a=") == 0);
    CHECK(count_of(page, "<![CDATA[") == 0);
    CHECK(page.find('\0') == std::string::npos);
    CHECK(page.find('\x1b') == std::string::npos);
    const PageJson data = data_of(page);
    CHECK(data.at("tasks").size() == 1);
    CHECK(data.at("details").at("0").at("attempts").size() == 2);
    CHECK(data.at("tasks").at(0).at(0).get<std::string>().find("<![CDATA[ &amp; <x a='1'>") != std::string::npos);
}

TEST_CASE("what stands for a part of the page in a name stays a name") {
    auto events = test::sample_run();
    std::get<RunStarted>(events[0]).build_dir = "/{{js}}/{{data}}";
    CHECK(count_of(page_of_events(events), "<dd>/{{js}}/{{data}} (Release)</dd>") == 1);
}

TEST_CASE("text of HTML has no markup, no control characters and no escape sequences") {
    CHECK(html_text("<a href='x'>&\"") == "&lt;a href=&#39;x&#39;&gt;&amp;&quot;");
    CHECK(html_text("\x1b[1;31mred\x1b[0m \x1b]8;;javascript:x\x07link\x1b]8;;\x1b\\ \x1b") == "red link \\x1b");
    CHECK(html_text("\x1b[") == "");
    CHECK(html_text("\x1b]8;;never ends") == "");
    CHECK(html_text("\xff\x01\r\n") == "\\xff\\x01\n");
}

TEST_CASE("large outputs are cut on the page and small ones of tasks that passed are kept") {
    auto events =
        std::vector<Event>{test::run_started(), test::declared("g", "a"), test::declared("g", "b"), PlanEnded{2}};
    TaskEnded bad = test::ended("g.a", Outcome::failed);
    bad.output = test::output(std::string(1U << 20U, 'x') + "the end");
    TaskEnded good = test::ended("g.b");
    good.output = test::output("fine\n");
    for (const TaskEnded& ended : {bad, good}) {
        events.emplace_back(test::started(ended.id));
        events.emplace_back(ended);
    }
    events.emplace_back(test::run_ended(1));
    const std::string page = page_of_events(events);
    CHECK(page.size() < 200'000);
    const PageJson data = data_of(page);
    const PageJson& cut = data.at("details").at("0").at("attempts").at(0);
    CHECK(cut.at("shortened") == (1U << 20U) + 7);
    CHECK(cut.at("output").get<std::string>().ends_with("the end"));
    CHECK(data.at("details").at("1").at("attempts").at(0).at("output") == "fine\n");
}

TEST_CASE("a page compares its run with those beside it") {
    const test::Folder root;
    std::filesystem::create_directory(root / "old");
    std::filesystem::create_directory(root / "new");
    REQUIRE(write_file_atomically(root / "old/summary.json",
                                  "{\n \"run\": {\"id\":\"old\",\"started\":\"2000-01-01T00:00:00Z\",\"seconds\":1},\n"
                                  " \"counts\": {\"declared\":1,\"passed\":1},\n"
                                  " \"tasks\": [\n  {\"id\":\"all.rc3\",\"group\":\"all\",\"outcome\":\"passed\","
                                  "\"cause\":\"completed\",\"seconds\":1}]\n}\n")
                .ok());
    REQUIRE(write_file_atomically(root / "new/journal.jsonl", test::lines(test::sample_run())).ok());
    const auto record = build_run_record(root / "new/journal.jsonl");
    REQUIRE(record.ok());
    const PageJson data = data_of(test::page_of(*record));
    REQUIRE(data.at("earlier").size() == 1);
    CHECK(data.at("earlier").at(0).at("id") == "old");
    CHECK(data.at("compared").at("failed") == PageJson::array({1}));
    CHECK(data.at("compared").at("added").size() == 31);
}

TEST_CASE("a run of nothing has a page") {
    CHECK(data_of(page_of_events({test::run_started(), PlanEnded{0}, test::run_ended(4)})).at("tasks").empty());
    CHECK(data_of(page_of_events({})).at("tasks").empty());
}
