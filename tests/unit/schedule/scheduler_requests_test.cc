// Tasks that run otherwise than the plan says, because the request for them says so.
#include "tests/unit/schedule/stage.h"

using namespace pf;
using pf::test::Said;
using pf::test::Stage;

namespace {

// Two tasks that may not run at the same time, in a session that waits for requests.
struct Locked {
    Stage stage{8};
    std::vector<TaskId> tasks;

    Locked(const Texts& of_group, const Texts& of_tasks) {
        stage.group("g").locks = of_group;
        stage.begin();
        TaskOptions options;
        options.locks = of_tasks;
        options.processors = 8;
        tasks = {stage.task("g", "a", options), stage.task("g", "b", options)};
    }
    Said added(Reserved reserved) {
        TaskRequest request;
        request.reserved = reserved;
        return stage.added(tasks, request);
    }
};

}  // namespace

TEST_CASE("a task whose locks and processors ctest holds waits for none of them") {
    Locked locked({"group's"}, {"task's"});
    CHECK(locked.added(Reserved::all) == Said{"start a"});
    CHECK(locked.stage.play() == Said{"a passed", "start b", "b passed", "close g/0"});
    CHECK(locked.added(Reserved::none) == Said{"start a", "start b"});
    locked.stage.play();
    locked.stage.over();
}

TEST_CASE("a task of ctest's beside which nothing may run does not wait for the others") {
    Stage stage(8);
    stage.group("g").run_serial = true;
    stage.begin();
    TaskRequest request;
    request.reserved = Reserved::none;
    const std::vector<TaskId> tasks = {stage.task("g", "a"), stage.task("g", "b")};
    CHECK(stage.added(tasks, request) == Said{"start a", "start b"});
    stage.play();
    stage.over();
}

TEST_CASE("a generated task waits for its own locks where ctest holds those of its group") {
    Locked of_group({"group's"}, {});
    for (const TaskId task : of_group.tasks) {
        of_group.stage.plan.tasks[task].own_options = nullptr;
    }
    CHECK(of_group.added(Reserved::own) == Said{"start a", "start b"});
    of_group.stage.play();
    Locked own({"group's"}, {"task's"});
    CHECK(own.added(Reserved::own) == Said{"start a"});
    CHECK(own.stage.play() == Said{"a passed", "start b", "b passed", "close g/0"});
}

TEST_CASE("a task runs in the group that its request names, and again in its own") {
    Stage stage;
    stage.fixture("db");
    stage.group("forked", "db");
    stage.group("started");
    stage.begin();
    const TaskId task = stage.task("forked", "a");
    TaskRequest request;
    request.group = 1;
    CHECK(stage.added({task}, request) == Said{"start a"});
    CHECK(stage.start_of("a").worker.group == 1);
    CHECK(stage.ended("a") == Said{"a passed", "close started/0"});
    CHECK(stage.added({task}) == Said{"set up db"});
    CHECK(stage.set_up("db") == Said{"db is up", "start a"});
    CHECK(stage.start_of("a").worker.group == 0);
    stage.play();
    stage.over();
}

TEST_CASE("a task that waits in the group of its request is cancelled there") {
    Stage stage(1);
    stage.group("forked");
    stage.group("started");
    stage.begin();
    TaskRequest request;
    request.group = 1;
    const std::vector<TaskId> tasks = {stage.task("forked", "a"), stage.task("forked", "b")};
    CHECK(stage.added(tasks, request) == Said{"start a"});
    CHECK(stage.cancel("b") == Said{"b not_run (interrupted): gone"});
    CHECK(stage.ended("a") == Said{"a passed", "close started/0"});
    stage.over();
}

TEST_CASE("a request sets the limit and the retries of a task for this time only") {
    Stage stage;
    stage.group("g").retries = 1;
    stage.plan.groups[0].timeout = 10;
    stage.begin();
    const TaskId task = stage.task("g", "a");
    TaskRequest request;
    request.timeout = 2;
    request.retries = 0;
    CHECK(stage.added({task}, request) == Said{"start a"});
    CHECK(stage.pass(2) == Said{"end a"});
    CHECK(stage.ended("a") == Said{"a timeout (timeout): timed out after 2 s", "close g/0"});
    CHECK(stage.added({task}) == Said{"start a"});
    CHECK(stage.pass(9) == Said{});
    CHECK(stage.failed("a") == Said{"a failed (completed): exit code 1 again", "start a (attempt 2)"});
    stage.play();
    stage.over();
}
