// trace.json against the format's document ("Trace Event Format"): the events that are used here have what they must.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/unit/page/files.h"
#include "tests/unit/report/sample_run.h"

using namespace pf;
using TraceJson = nlohmann::json;

namespace {

struct Slice {
    std::int64_t begin;
    std::int64_t end;
};
using Thread = std::pair<std::int64_t, std::int64_t>;  // Process and thread.
using Slices = std::map<Thread, std::vector<Slice>>;

constexpr std::int64_t kCMakeProcess = 0;  // It does not name its threads.

Thread thread_of(const TraceJson& event) { return {event.at("pid"), event.at("tid")}; }

bool encloses(const std::vector<Slice>& slices, std::int64_t at) {
    return std::any_of(slices.begin(), slices.end(), [at](const Slice& s) { return s.begin <= at && at <= s.end; });
}

// What every event must have, and what its phase asks for.
void check_event(const TraceJson& event) {
    INFO(event.dump());
    REQUIRE(event.at("ph").get<std::string>().size() == 1);
    REQUIRE(event.at("pid").is_number_integer());
    REQUIRE(event.at("tid").is_number_integer());
    REQUIRE(event.at("name").is_string());
    const std::string phase = event.at("ph");
    REQUIRE(std::string("MXCsfbe").find(phase) != std::string::npos);
    if (phase == "M") {
        CHECK(std::set<std::string>{"process_name", "thread_name", "thread_sort_index"}.count(event.at("name")) == 1);
        CHECK(event.at("args").size() == 1);
        return;
    }
    REQUIRE(event.at("ts").is_number_integer());
    REQUIRE(event.at("cat").is_string());
    if (phase == "X") {
        CHECK(event.at("dur").get<std::int64_t>() >= 0);
    } else if (phase == "C") {
        CHECK((event.at("args").size() == 1 && event.at("args").begin()->is_number()));
    } else {
        REQUIRE(event.contains("id"));
    }
}

// Slices of one thread lie side by side: a viewer nests or drops those that overlap.
void check_slices(Slices& slices) {
    for (auto& [thread, own] : slices) {
        std::sort(own.begin(), own.end(), [](const Slice& a, const Slice& b) {
            return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
        });
        for (std::size_t i = 1; i < own.size(); ++i) {
            CHECK(own[i - 1].end <= own[i].begin);
        }
    }
}

// Each arrow has one start and one end, within slices, and the end is not earlier.
void check_flows(const std::vector<TraceJson>& events, const Slices& slices) {
    std::map<std::int64_t, std::int64_t> starts;
    std::set<std::int64_t> ends;
    for (const TraceJson& event : events) {
        const std::string phase = event.at("ph");
        if (phase != "s" && phase != "f") {
            continue;
        }
        const std::int64_t id = event.at("id");
        CHECK(encloses(slices.at(thread_of(event)), event.at("ts").get<std::int64_t>()));
        if (phase == "s") {
            CHECK(starts.emplace(id, event.at("ts").get<std::int64_t>()).second);
        } else {
            CHECK(ends.insert(id).second);
            CHECK(event.at("bp") == "e");
            REQUIRE(starts.count(id) == 1);
            CHECK(starts.at(id) <= event.at("ts").get<std::int64_t>());
        }
    }
    CHECK(starts.size() == ends.size());
}

// An asynchronous slice has a beginning and an end of the same name, category and id, and the end is not earlier.
void check_waits(const std::vector<TraceJson>& events) {
    std::map<std::int64_t, TraceJson> open;
    std::set<std::int64_t> seen;
    for (const TraceJson& event : events) {
        if (event.at("ph") == "b") {
            CHECK(seen.insert(event.at("id").get<std::int64_t>()).second);
            open.emplace(event.at("id"), event);
        } else if (event.at("ph") == "e") {
            const auto begun = open.extract(event.at("id").get<std::int64_t>());
            REQUIRE(begun);
            CHECK(begun.mapped().at("name") == event.at("name"));
            CHECK(begun.mapped().at("cat") == event.at("cat"));
            CHECK(begun.mapped().at("ts").get<std::int64_t>() <= event.at("ts").get<std::int64_t>());
        }
    }
    CHECK(open.empty());
}

std::vector<TraceJson> check_trace(const std::string& text) {
    const TraceJson trace = TraceJson::parse(text);
    CHECK((trace.at("displayTimeUnit") == "ms" || trace.at("displayTimeUnit") == "ns"));
    const auto events = trace.at("traceEvents").get<std::vector<TraceJson>>();
    Slices slices;
    std::set<Thread> named;
    for (const TraceJson& event : events) {
        check_event(event);
        if (event.at("ph") == "X") {
            slices[thread_of(event)].push_back(
                {event.at("ts"), event.at("ts").get<std::int64_t>() + event.at("dur").get<std::int64_t>()});
        }
        if (event.at("name") == "thread_name") {
            CHECK(named.insert(thread_of(event)).second);
        }
    }
    check_slices(slices);
    check_flows(events, slices);
    check_waits(events);
    for (const auto& [thread, own] : slices) {
        CHECK((named.count(thread) == 1) != (thread.first == kCMakeProcess));
    }
    return events;
}

std::vector<TraceJson> trace_of_events(const std::vector<Event>& events) {
    const test::Folder run;
    return check_trace(test::trace_of(test::record_in(run, test::lines(events))));
}

std::size_t count_with(const std::vector<TraceJson>& events, const std::string& key, const std::string& value) {
    return static_cast<std::size_t>(std::count_if(
        events.begin(), events.end(), [&](const TraceJson& e) { return e.contains(key) && e.at(key) == value; }));
}

}  // namespace

TEST_CASE("the trace of a run in which everything happens is valid") {
    const auto events = trace_of_events(test::sample_run());
    CHECK(count_with(events, "cat", "setup") == 4);
    CHECK(count_with(events, "cat", "teardown") == 3);
    CHECK(count_with(events, "cat", "attempt") == 4);
    CHECK(count_with(events, "name", "retries.flaky") == 3);
    CHECK(count_with(events, "ph", "C") > 4);
}

TEST_CASE("the trace of a run of any bytes is valid") { trace_of_events(test::hostile_run()); }

TEST_CASE("the trace of a run of nothing is valid") {
    trace_of_events({});
    trace_of_events({test::run_started(), PlanEnded{0}, test::run_ended(4)});
}

TEST_CASE("times of a trace are microseconds since the epoch, and an arrow leads from the set-up to the task") {
    TaskDeclared declared = test::declared("g", "a");
    declared.fixtures = {"db"};
    TaskStarted started = test::started("g.a", 1, 1.5);
    started.slot = 0;
    const auto events =
        trace_of_events({test::run_started(1000), FixtureDeclared{"db", "service", "run", {}, ""}, declared,
                         PlanEnded{1}, test::setup_started("db"), test::setup_ended("db"), started, test::ended("g.a"),
                         test::teardown_started("db"), test::teardown_ended("db"), test::run_ended(0)});
    CHECK(count_with(events, "ph", "s") == 1);
    for (const TraceJson& event : events) {
        if (event.at("name") == "g.a") {
            CHECK(event.at("ts") == 1'001'500'000);
            CHECK(event.at("dur") == 500'000);
            CHECK(event.at("args").at("outcome") == "passed");
            CHECK(event.at("args").at("labels") == TraceJson::array({"g", "parallel"}));
        }
    }
}

TEST_CASE("a wait of a trace says what the task waited for") {
    TaskStarted started = test::started("g.a", 1, 1.5);
    started.waited_since = 0.25;
    started.waited = 1;
    started.waited_for = {"lock db"};
    const auto events = trace_of_events({test::run_started(1000), test::declared("g", "a"), PlanEnded{1}, started,
                                         test::ended("g.a"), test::run_ended(0)});
    CHECK(count_with(events, "name", "wait for the lock db") == 2);
    for (const TraceJson& event : events) {
        if (event.contains("cat") && event.at("cat") == "wait") {
            CHECK(event.at("ts") == (event.at("ph") == "b" ? 1'000'250'000 : 1'001'250'000));
        }
        if (event.at("ph") == "b") {
            CHECK(event.at("args").at("task") == "g.a");
        }
    }
}

// The events of CMake follow its documentation: cmake-instrumentation(7), "Google Trace File".
TEST_CASE("the events of a trace and those of CMake's instrumentation can be put into one array") {
    auto all = TraceJson::parse(R"([
        {"name":"cmakeBuild","cat":"cmakeBuild","ph":"X","ts":999000000,"dur":900000,"pid":0,"tid":0,
         "args":{"role":"cmakeBuild","timeStart":999000,"duration":900,"result":0}},
        {"name":"compile: a.cc","cat":"compile","ph":"X","ts":999100000,"dur":700000,"pid":0,"tid":1,
         "args":{"role":"compile","timeStart":999100,"duration":700,"result":0}},
        {"name":"ctest","cat":"ctest","ph":"X","ts":999950000,"dur":4100000,"pid":0,"tid":0,
         "args":{"role":"ctest","timeStart":999950,"duration":4100,"result":0}}])");
    const auto own = trace_of_events({test::run_started(1000), test::declared("g", "a"), PlanEnded{1},
                                      test::started("g.a", 1, 1.5), test::ended("g.a"), test::run_ended(0)});
    for (const TraceJson& event : own) {
        all.push_back(event);
    }
    const auto merged = check_trace(TraceJson{{"displayTimeUnit", "ms"}, {"traceEvents", all}}.dump());
    const auto ctest =
        std::find_if(merged.begin(), merged.end(), [](const TraceJson& e) { return e.at("name") == "ctest"; });
    const auto task =
        std::find_if(merged.begin(), merged.end(), [](const TraceJson& e) { return e.at("name") == "g.a"; });
    REQUIRE((ctest != merged.end() && task != merged.end()));
    CHECK(ctest->at("pid") != task->at("pid"));
    CHECK(ctest->at("ts").get<std::int64_t>() < task->at("ts").get<std::int64_t>());
    CHECK(task->at("ts").get<std::int64_t>() + task->at("dur").get<std::int64_t>() <
          ctest->at("ts").get<std::int64_t>() + ctest->at("dur").get<std::int64_t>());
}

TEST_CASE("the counters of a trace end at zero running tasks and all failed attempts") {
    int running = -1;
    int failures = -1;
    for (const TraceJson& event : trace_of_events(test::sample_run())) {
        if (event.at("ph") == "C") {
            (event.at("name") == "tasks" ? running : failures) = event.at("args").begin()->get<int>();
        }
    }
    CHECK(running == 0);
    CHECK(failures > 4);
}
