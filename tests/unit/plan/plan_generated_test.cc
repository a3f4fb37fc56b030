#include "tool/plan/plan_generated.h"

#include <string>

#include "tests/support/catch.h"

namespace {

// A plan in which g.make and g.other are generators and g.taken is a task.
pf::Plan make_plan() {
    pf::Plan plan;
    pf::Group group;
    group.name = "g";
    group.binary_dir = "/build";
    group.source = "/src/CMakeLists.txt";
    plan.groups.push_back(group);
    for (const char* name : {"make", "other", "taken"}) {
        pf::Task task;
        task.group = 0;
        task.name = name;
        task.command = {"x"};
        plan.tasks.push_back(std::move(task));
    }
    return plan;
}

constexpr pf::TaskId kMake = 0;
constexpr pf::TaskId kOther = 1;

std::string error_of(const std::string& line) {
    pf::Plan plan = make_plan();
    const auto added = pf::add_generated_task(plan, kMake, line);
    CHECK(plan.tasks.size() == (added.ok() ? 4U : 3U));
    return added.ok() ? "" : added.error().message;
}

}  // namespace

TEST_CASE("a line with every key becomes a task of its generator's group") {
    pf::Plan plan = make_plan();
    const auto added = pf::add_generated_task(plan, kMake, R"({"name":"t1","command":["prog","","a b"],"timeout":3,
        "cost":1.5,"retries":2,"processors":4,"skip_return_code":77,"generator":true,"run_serial":true,"will_fail":true,
        "disabled":true,"resource_lock":["l"],"pass_regular_expression":["p"],"fail_regular_expression":["f","g"],
        "skip_regular_expression":["s"],"required_files":["r"],"labels":["x","y"],
        "environment_modification":["P=set:q"],"working_directory":"sub","environment":{"K":"V=W","E":""}})");
    REQUIRE(added.ok());
    CHECK(*added == 3);
    const pf::Task& task = plan.tasks[*added];
    const pf::TaskOptions& options = task.options();
    CHECK(plan.task_id(*added) == "g.t1");
    CHECK(task.command == pf::Texts{"prog", "", "a b"});
    CHECK(options.timeout == 3);
    CHECK(options.cost == 1.5);
    CHECK(options.retries == 2);
    CHECK(options.processors == 4);
    CHECK(options.skip_return_code == 77);
    CHECK((options.generator && options.run_serial && options.will_fail && options.disabled));
    CHECK(options.locks == pf::Texts{"l"});
    CHECK(options.pass_regex == pf::Texts{"p"});
    CHECK(options.fail_regex == pf::Texts{"f", "g"});
    CHECK(options.skip_regex == pf::Texts{"s"});
    CHECK(options.required_files == pf::Texts{"r"});
    CHECK(options.labels == pf::Texts{"x", "y"});
    CHECK(options.environment_modification == pf::Texts{"P=set:q"});
    CHECK(options.environment == pf::Texts{"E=", "K=V=W"});
    CHECK(options.working_directory == "/build/sub");
    CHECK(options.generated_by == kMake);
    CHECK(plan.source(*added) == "/src/CMakeLists.txt");
}

TEST_CASE("a generator that is tried again may repeat itself") {
    pf::Plan plan = make_plan();
    const std::string line = R"({"name":"a","command":["x"],"environment":{"A":"1"},"working_directory":"d"})";
    const auto first = pf::add_generated_task(plan, kMake, line);
    const auto again = pf::add_generated_task(
        plan, kMake, R"({"command":["x"],"working_directory":"d","environment":{"A":"1"},"name":"a"})");
    REQUIRE(first.ok());
    REQUIRE(again.ok());
    CHECK(*first == *again);
    CHECK(plan.tasks.size() == 4);

    const auto changed = pf::add_generated_task(plan, kMake, R"({"name":"a","command":["y"]})");
    REQUIRE_FALSE(changed.ok());
    CHECK(changed.error().message == "the task \"g.a\" was printed before with other content");
    const auto foreign = pf::add_generated_task(plan, kOther, line);
    REQUIRE_FALSE(foreign.ok());
    CHECK(foreign.error().message == "there is a task \"g.a\" already");
    CHECK(plan.tasks.size() == 4);
}

TEST_CASE("what is not a new task is refused by name") {
    CHECK(error_of(R"({"name":"taken","command":["x"]})") == "there is a task \"g.taken\" already");
    CHECK(error_of(R"({"name":"a.setup","command":["x"]})").find("\"g.a.setup\" is reserved") != std::string::npos);
    CHECK(error_of(R"({"command":["x"]})") == "the task has no \"name\"");
    CHECK(error_of(R"({"name":"a"})") == "the task has no \"command\"");
    CHECK(error_of(R"({"name":"","command":["x"]})") == "the task's name is empty or holds control characters");
    CHECK(error_of(R"({"name":"a\nb","command":["x"]})") == "the task's name is empty or holds control characters");
    CHECK(error_of(R"({"name":"a","command":[]})") == "the command of \"a\" is empty");
    CHECK(error_of(R"({"name":"a","command":[""]})") == "the command of \"a\" is empty");
    CHECK(error_of(R"({"name":"a","command":["x"],"timeot":3})") == "\"timeot\" is not a key of a task");
    CHECK(error_of(R"({"name":"a","command":["x"],"TIMEOUT":3})") == "\"TIMEOUT\" is not a key of a task");
}

TEST_CASE("a key of a line moves no cursor where it is told") {
    CHECK(error_of(R"({"name":"a","command":["x"],"\u001b[31m\n\t":3})") == "\"\\x1b[31m  \" is not a key of a task");
}

TEST_CASE("wrong types and numbers are refused with what they should be") {
    const auto with = [](const std::string& member) {
        return error_of(R"({"name":"a","command":["x"],)" + member + "}");
    };
    CHECK(error_of(R"({"name":5,"command":["x"]})") == "\"name\" should be a text");
    CHECK(error_of(R"({"name":"a","command":"x"})") == "\"command\" should be a list of texts");
    CHECK(error_of(R"({"name":"a","command":["x",1]})") == "\"command\" should be a list of texts");
    CHECK(error_of(R"({"name":"a","command":["x\u0000y"]})") == "\"command\" should be a list of texts");
    CHECK(with(R"("timeout":"3")") == "\"timeout\" should be a number from 0");
    CHECK(with(R"("timeout":-1)") == "\"timeout\" should be a number from 0");
    CHECK(with(R"("timeout":1e10)") == "\"timeout\" should be a number from 0");
    CHECK(with(R"("timeout":1e999)").find("too big") != std::string::npos);
    CHECK(with(R"("retries":1.5)") == "\"retries\" should be a whole number from 0");
    CHECK(with(R"("retries":99999999999999999999)") == "\"retries\" should be a whole number from 0");
    CHECK(with(R"("processors":0)") == "\"processors\" should be a whole number from 1");
    CHECK(with(R"("skip_return_code":256)") == "\"skip_return_code\" should be an exit code from 0 to 255");
    CHECK(with(R"("disabled":1)") == "\"disabled\" should be true or false");
    CHECK(with(R"("labels":"x")") == "\"labels\" should be a list of texts");
    CHECK(with(R"("environment":["A=1"])") == "\"environment\" should be an object of texts");
    CHECK(with(R"("environment":{"A":1})") == "\"environment\" should be an object of texts");
    CHECK(with(R"("environment":{"":"1"})") == "\"environment\" should be an object of texts");
    CHECK(with(R"("environment":{"A=B":"1"})") == "\"environment\" should be an object of texts");
    CHECK(with(R"("environment_modification":["A=append:b"])") ==
          "\"environment_modification\" should be a list of NAME=<operation>:<value>");
}

TEST_CASE("what is not a JSON object is refused") {
    CHECK(error_of("hello") == "a task is a JSON object, this line is not JSON at its byte 1");
    CHECK(error_of("") == "a task is a JSON object, this line is not JSON at its byte 1");
    CHECK(error_of(R"({"name":"a")").find("not JSON at its byte") != std::string::npos);
    CHECK(error_of("[]") == "a task is a JSON object, this line is not");
    CHECK(error_of("{\"name\":\"\xff\",\"command\":[\"x\"]}").find("not JSON") != std::string::npos);
    CHECK(error_of(std::string(100000, '[')).find("not JSON") != std::string::npos);
}
