#include "tool/page/slot_use.h"

#include "tests/support/catch.h"
#include "tool/page/wait_text.h"

using namespace pf;
using Kind = BusySpan::Kind;

namespace {

AdviceFacts facts_of(const SlotUse& use, const CriticalPath& path) {
    return {use, path, "sql.joins", {"postgres", "schema"}, 1};
}

CriticalPath path_of(double setups, double task, double teardowns = 0) {
    CriticalPath path;
    path.instances = {0, 1};
    path.task = task > 0 ? 0 : kNoStep;
    path.setup_seconds = setups;
    path.task_seconds = task;
    path.teardown_seconds = teardowns;
    return path;
}

bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("time of slots is busy or idle, and idle for one of three reasons") {
    // Two slots: a set-up of 2 s, then a task of 4 s; beside it one of 1 s that starts at 3.
    const std::vector<BusySpan> spans{
        {0, 2, 1, Kind::setup}, {2, 6, 1, Kind::task}, {3, 4, 1, Kind::task}, {6, 7, 1, Kind::teardown}};
    const SlotUse use = slot_use(spans, 2, 8);
    CHECK(use.busy == 8);
    CHECK(use.idle_for_setups == 2);
    CHECK(use.idle_held_back == 1);
    CHECK(use.idle_at_end == 5);
    CHECK(use.busy + use.idle_for_setups + use.idle_held_back + use.idle_at_end == use.slots * use.wall);
    CHECK(use.work_bound() == 4);
    CHECK(most_slots(spans) == 2);
}

TEST_CASE("a task takes as many slots as it has processors, and never more than there are") {
    const SlotUse use = slot_use({{0, 1, 4, Kind::task}}, 2, 1);
    CHECK(use.busy == 2);
    CHECK(use.idle_at_end == 0);
    CHECK(most_slots({{0, 1, 4, Kind::task}, {1, 2, 3, Kind::task}}) == 4);
}

TEST_CASE("a task that waited could have used idle slots for as long as it then took") {
    // Two slots. Two tasks of one lock follow each other, from 0 to 2 and to 4; the third begins at 5, after a set-up.
    const std::vector<BusySpan> spans{
        {0, 2, 1, Kind::task}, {2, 4, 1, Kind::task}, {4, 5, 2, Kind::setup}, {5, 6, 1, Kind::task}};
    const std::vector<std::string> lock{"lock db"};
    const std::vector<std::string> both{"lock db", "workers"};
    const SlotUse use = slot_use(spans, 2, 6, {{0.5, 2, 9, &lock}, {3, 5, 0.75, &both}});
    CHECK(use.idle_held_back == 4);
    CHECK(use.usable_by_cause == std::vector<std::pair<std::string, double>>{{"lock db", 2.25}, {"workers", 0.75}});
    CHECK(slot_use(spans, 2, 6, {{4, 5, 9, &lock}}).usable_by_cause.front().second == 0);  // The set-up had both slots.
}

TEST_CASE("what tasks wait for has words for people") {
    CHECK(wait_text({"lock db"}) == "the lock db");
    CHECK(wait_text({"lock db", "processors", "workers"}) ==
          "the lock db, several slots at once (PROCESSORS) and a worker of its group (WORKERS)");
    CHECK(wait_text({"run_serial"}) == "the time when nothing else runs (RUN_SERIAL)");
    CHECK(wait_text({"of a later version"}) == "of a later version");
    CHECK(wait_text({}).empty());
}

TEST_CASE("the advice names what most of the tasks waited for that could have used idle slots") {
    const std::vector<BusySpan> spans{{0, 9, 1, Kind::task}, {9, 10, 1, Kind::task}};
    const std::vector<std::string> serial{"run_serial"};
    const auto advice_for = [&](const std::string& cause, double seconds, double of_serial = 0) {
        const std::vector<std::string> causes{cause};
        const std::vector<WaitSpan> waits{{0, 9, seconds, &causes}, {0, 9, of_serial, &serial}};
        return advice(facts_of(slot_use(spans, 2, 10, waits), path_of(0, 5)));
    };
    CHECK(
        advice_for("lock db", 8) ==
        "Use the lock db in fewer or shorter tasks, or divide it: tasks that waited for it could have used idle slots "
        "for 8.0 s.");
    CHECK(
        says(advice_for("lock db", 2, 3), "Do without RUN_SERIAL where a RESOURCE_LOCK is enough: tasks that waited"));
    CHECK(
        says(advice_for("workers", 8), "Raise WORKERS: tasks that waited for a worker of their group could have used"));
    CHECK(says(advice_for("lock db", 0.5), "Look at RESOURCE_LOCK, RUN_SERIAL"));
}

TEST_CASE("a run without tasks has neither a shortest time nor advice") {
    const AdviceFacts nothing{slot_use({}, 0, 0), {}, "", {}, 0, false};
    CHECK(shortest_possible(nothing).empty());
    CHECK(advice(nothing).empty());
}

TEST_CASE("the shortest possible time is that of the critical path or that of all work") {
    const SlotUse use = slot_use({{0, 10, 1, Kind::task}}, 1, 10);
    CHECK(
        shortest_possible(facts_of(use, path_of(0.5, 11, 0.25))) ==
        "The run took 10 s and could not be shorter than 12 s, because the set-ups of postgres and schema (0.5 s), the "
        "task sql.joins (11 s) and the teardowns (0.2 s) follow each other.");
    CHECK(shortest_possible(facts_of(use, path_of(0.5, 1))) ==
          "The run took 10 s and could not be shorter than 10 s, because 1 slot had 10 s of work to do.");
    CHECK(says(shortest_possible(facts_of(use, path_of(0, 12))), "because the task sql.joins (12 s) takes that long."));
    CHECK(says(shortest_possible(facts_of(use, path_of(12, 0))),
               "because the set-ups of postgres and schema (12 s) take that long."));
}

TEST_CASE("the advice is on what keeps a run from being shorter") {
    const SlotUse busy = slot_use({{0, 10, 1, Kind::task}}, 1, 10);
    AdviceFacts setup = facts_of(busy, path_of(6, 2));
    CHECK(says(advice(setup), "Make the set-up of schema faster: set-ups"));
    setup.can_linger = true;
    CHECK(says(advice(setup), "Make the set-up of schema faster, or declare the fixture with LINGER: set-ups"));
    CHECK(says(advice(facts_of(busy, path_of(1, 8))), "Split the task sql.joins"));
    CHECK(says(advice(facts_of(busy, path_of(1, 1))), "more slots (-j)"));
    const SlotUse late = slot_use({{0, 2, 1, Kind::task}, {2, 10, 1, Kind::task}}, 2, 10);
    CHECK(says(advice(facts_of(late, path_of(0, 5))), "Start long tasks earlier"));
    const SlotUse held = slot_use({{0, 9, 1, Kind::task}, {9, 10, 1, Kind::task}}, 2, 10);
    CHECK(says(advice(facts_of(held, path_of(0, 5))), "RESOURCE_LOCK"));
    const SlotUse waiting = slot_use({{0, 6, 1, Kind::setup}, {6, 10, 2, Kind::task}}, 2, 10);
    CHECK(says(advice(facts_of(waiting, path_of(2, 2))), "wait"));
}
