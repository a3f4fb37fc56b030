#include "tool/session/variables.h"

#include "tests/support/catch.h"

using namespace pf;

namespace {

using Entries = std::vector<std::string>;

// Returns the value of `name` for a command, with this environment, ENVIRONMENT and ENVIRONMENT_MODIFICATION.
std::string seen(const std::string& name, const Entries& caller, const Texts& environment, const Texts& modifications) {
    VariableList list(caller);
    list.set(environment);
    const Status modified = list.modify(modifications);
    REQUIRE(modified.ok());
    std::string value = "unset";
    const auto look = [&](const std::string& entry) {
        if (entry == name) {
            value = "unset";
        } else if (entry.compare(0, name.size() + 1, name + "=") == 0) {
            value = "[" + entry.substr(name.size() + 1) + "]";
        }
    };
    for (const std::string& entry : caller) {
        look(entry);
    }
    for (const std::string& entry : list.changes()) {
        look(entry);
    }
    return value;
}

std::string problem(const Text modification) {
    const Entries none;
    VariableList list(none);
    const Status status = list.modify({modification});
    return status.ok() ? "none" : status.error().message;
}

}  // namespace

// The values are those that a command saw under ctest 3.25.1 with the same properties.
TEST_CASE("ENVIRONMENT sets, replaces and unsets") {
    CHECK(seen("A", {}, {"A=1"}, {}) == "[1]");
    CHECK(seen("A", {"A=0"}, {"A=1"}, {}) == "[1]");
    CHECK(seen("A", {"A=0"}, {"A="}, {}) == "[]");
    CHECK(seen("A", {"A=0"}, {"A=1", "A=2"}, {}) == "[2]");
    CHECK(seen("A", {"A=0"}, {"AB=1"}, {}) == "[0]");
    CHECK(seen("A", {"A=0"}, {"A"}, {}) == "unset");
    CHECK(seen("A", {}, {"A"}, {}) == "unset");
}

TEST_CASE("ENVIRONMENT_MODIFICATION") {
    SECTION("set") {
        CHECK(seen("A", {"A=0"}, {}, {"A=set:1"}) == "[1]");
        CHECK(seen("A", {}, {}, {"A=set:"}) == "[]");
        CHECK(seen("A", {}, {}, {"A=set:a:b=c"}) == "[a:b=c]");
    }
    SECTION("unset") {
        CHECK(seen("A", {"A=0"}, {}, {"A=unset:"}) == "unset");
        CHECK(seen("A", {}, {}, {"A=set:1", "A=unset:"}) == "unset");
    }
    SECTION("string") {
        CHECK(seen("A", {}, {}, {"A=string_append:s1", "A=string_prepend:s0"}) == "[s0s1]");
        CHECK(seen("A", {"A=x"}, {}, {"A=string_append:y"}) == "[xy]");
    }
    SECTION("path_list") {
        CHECK(seen("A", {}, {"A=/x"}, {"A=path_list_append:/y", "A=path_list_prepend:/z"}) == "[/z:/x:/y]");
        CHECK(seen("A", {}, {}, {"A=path_list_prepend:n"}) == "[n]");
    }
    SECTION("cmake_list") {
        CHECK(seen("A", {}, {}, {"A=cmake_list_append:l1", "A=cmake_list_prepend:l0"}) == "[l0;l1]");
    }
    SECTION("nothing is put beside an empty value") {
        CHECK(seen("A", {"A="}, {}, {"A=path_list_append:e"}) == "[e]");
        CHECK(seen("A", {}, {"A="}, {"A=path_list_append:/q"}) == "[/q]");
    }
    SECTION("reset: what it was before the modifications") {
        CHECK(seen("A", {}, {"A=1"}, {"A=set:other", "A=reset:"}) == "[1]");
        CHECK(seen("A", {"A=0"}, {}, {"A=string_append:x", "A=reset:"}) == "[0]");
        CHECK(seen("A", {}, {}, {"A=set:1", "A=reset:"}) == "unset");
        CHECK(seen("A", {"A=0"}, {"A"}, {"A=set:1", "A=reset:"}) == "unset");
    }
    SECTION("only the named variable") { CHECK(seen("AB", {"AB=1", "A=0"}, {}, {"A=unset:"}) == "[1]"); }
}

// Against its own manual, ctest 3.25.1 uses the value of the caller again ("[0x]").
TEST_CASE("what was unset and is appended to begins empty") {
    CHECK(seen("A", {"A=0"}, {}, {"A=unset:", "A=string_append:x"}) == "[x]");
    CHECK(seen("A", {"A=0"}, {}, {"A=unset:", "A=path_list_append:x"}) == "[x]");
}

TEST_CASE("a modification that is none is refused by name") {
    CHECK(problem("A=frob:x").find("\"frob\"") != std::string::npos);
    CHECK(problem("A=frob:x").find("\"A=frob:x\"") != std::string::npos);
    CHECK(problem("A=unset").find("\"A=unset\"") != std::string::npos);
    CHECK(problem("A").find("\"A\"") != std::string::npos);
    CHECK(problem("A:set=x").find("VAR=operation:value") != std::string::npos);
    CHECK(problem("=set:x").find("VAR=operation:value") != std::string::npos);
    CHECK(problem("A=reset:ignored") == "none");
}

TEST_CASE("later wins over all kinds of changes") {
    const Entries caller{"A=caller"};
    VariableList list(caller);
    list.set("A", "one");
    CHECK(list.changes() == Entries{"A=one"});
    list.append({"A=two", "B"});
    list.set(Variables{{"A", "three"}});
    REQUIRE(list.modify({"A=string_append:!"}).ok());
    CHECK(list.changes().back() == "A=three!");
    REQUIRE(list.modify({"A=set:x", "A=reset:"}).ok());
    CHECK(list.changes().back() == "A=three!");  // Modifications of an earlier list are no longer undone.
}

TEST_CASE("lines of KEY=VALUE") {
    const auto parsed = [](std::string_view content) {
        const Result<Variables> variables = parse_variables(content);
        REQUIRE(variables.ok());
        return *variables;
    };
    CHECK(parsed("").empty());
    CHECK(parsed("\n\n").empty());
    CHECK(parsed("A=1\nB_2=two words\n") == Variables{{"A", "1"}, {"B_2", "two words"}});
    CHECK(parsed("A=1\nB=2") == Variables{{"A", "1"}, {"B", "2"}});  // The last newline may be missing.
    CHECK(parsed("A=\n") == Variables{{"A", ""}});
    CHECK(parsed("A=x=y\n") == Variables{{"A", "x=y"}});
    CHECK(parsed("A=1\n\nA=2\n") == Variables{{"A", "1"}, {"A", "2"}});
    CHECK(parsed("PARALLEL_FIXTURESX=1\n") == Variables{{"PARALLEL_FIXTURESX", "1"}});
    CHECK(parsed("A=\xff\xc3\n") == Variables{{"A", "\xff\xc3"}});
}

TEST_CASE("what cannot be handed down is refused, each by name and line") {
    const auto refused = [](std::string_view content) {
        const Result<Variables> variables = parse_variables(content);
        REQUIRE_FALSE(variables.ok());
        return variables.error().message;
    };
    const std::string all =
        refused("GOOD=1\n\nPARALLEL_FIXTURES_SEED=1\nno equals\n=empty\n2A=digit\nA B=blank\nPARALLEL_FIXTURES_=1\n");
    CHECK(all.find("PARALLEL_FIXTURES_SEED (line 3, reserved)") != std::string::npos);
    CHECK(all.find("no equals (line 4, not KEY=VALUE)") != std::string::npos);
    CHECK(all.find(" (line 5, not KEY=VALUE)") != std::string::npos);
    CHECK(all.find("2A (line 6, not KEY=VALUE)") != std::string::npos);
    CHECK(all.find("A B (line 7, not KEY=VALUE)") != std::string::npos);
    CHECK(all.find("PARALLEL_FIXTURES_ (line 8, reserved)") != std::string::npos);
    CHECK(all.find("GOOD") == std::string::npos);
    CHECK(all.find("PARALLEL_FIXTURES_ENV") != std::string::npos);
    CHECK(refused(std::string_view("A=1\0B=2\n", 8)).find("A (line 1") != std::string::npos);
    CHECK(refused(std::string(1000, 'x')).size() < 200);
}

TEST_CASE("the variables that a fixture sets by itself begin with its name") {
    CHECK(variable_prefix("postgres") == "POSTGRES");
    CHECK(variable_prefix("My-db.2") == "MY_DB_2");
    CHECK(variable_prefix("2nd") == "_2ND");
    CHECK(variable_prefix("\xc3\xbc") == "__");
}

TEST_CASE("@PORT@ is replaced at every place") {
    CHECK(with_port("--port=@PORT@", 5432) == "--port=5432");
    CHECK(with_port("@PORT@:@PORT@", 80) == "80:80");
    CHECK(with_port("@PORT", 80) == "@PORT");
    CHECK(with_port("", 80).empty());
}

TEST_CASE("@NAME@ is replaced by the value of a variable that the list sets") {
    const std::vector<std::string> base{"HOME=/root"};
    VariableList list(base);
    list.set("CALLER", "1");
    list.end_of_caller();
    list.set("DB_PORT", "5432");
    list.set("DB_PORT", "5433");
    list.set("EMPTY", "");
    list.set(Texts{"GONE"});
    CHECK(list.expand("--port=@DB_PORT@") == "--port=5433");
    CHECK(list.expand("@DB_PORT@@DB_PORT@") == "54335433");
    CHECK(list.expand("me@host@DB_PORT@") == "me@host5433");
    CHECK(list.expand("<@EMPTY@>") == "<>");
    for (const char* text : {"", "@", "@@", "@DB_PORT", "@HOME@", "@CALLER@", "@GONE@", "@UNKNOWN@", "a@b"}) {
        CHECK(list.expand(text) == text);
    }
}

TEST_CASE("a value is not expanded again") {
    const std::vector<std::string> base;
    VariableList list(base);
    list.set("A", "@B@");
    list.set("B", "2");
    CHECK(list.expand("@A@") == "@B@");
}

TEST_CASE("changes make one environment of another") {
    const std::vector<std::string> base{"A=1", "B=2", "C=3"};
    CHECK(environment_changes(base, base).empty());
    CHECK(environment_changes(base, {"A=1", "B=4", "D=5", "C=3"}) == std::vector<std::string>{"B=4", "D=5"});
    CHECK(environment_changes(base, {"C=3", "A=1"}) == std::vector<std::string>{"B"});
}

TEST_CASE("what a file of variables is refused for is told in one line that does not grow with it") {
    const auto refused = [](const std::string& content) { return parse_variables(content).error().message; };
    CHECK(refused("\x1b[31m\tA=1\n").find("\\x1b[31m A (line 1") != std::string::npos);
    std::string many, bytes;
    for (int i = 0; i < 1000; ++i) {
        many += "PARALLEL_FIXTURES_" + std::to_string(i) + "=x\n";
        bytes += std::string(100, '\xf4') + "\n";
    }
    const std::string told = refused(many);
    CHECK(told.find("PARALLEL_FIXTURES_0 (line 1, reserved)") != std::string::npos);
    CHECK(told.find("and 990 more") != std::string::npos);
    CHECK(told.size() < 1000);
    CHECK(refused(bytes).size() < 4096);
}

TEST_CASE("a name in capitals that is not known is told with the one that is most like it") {
    const std::vector<std::string> base{"HOME=/home/me"};
    VariableList list(base);
    list.append({"CALLER=x"});
    list.end_of_caller();
    list.append({"WEB_PORT=80", "DB_URL=x"});
    const std::string told =
        "@WEB_PROT@ stays as it is, because no fixture hands down WEB_PROT; did you mean @WEB_PORT@?";
    CHECK(list.unknown_names("A=http://@WEB_PROT@/@DB_URL@", true) == std::vector<std::string>{told});
    CHECK(list.unknown_names("A=@NOTHING@ @CALLER@", true).empty());
    CHECK(list.unknown_names("A=@NOTHING@@HOME@", false) ==
          std::vector<std::string>{"@NOTHING@ stays as it is, because no fixture hands down NOTHING",
                                   "@HOME@ stays as it is, because no fixture hands down HOME"});
    for (const char* text :
         {"me@example.org", "A=@", "A=@@", "a@b@c", "A=@Web_Port@", "A=@1ST@", "@WEB_PORT@", "x@WEB PROT@"}) {
        CHECK(list.unknown_names(text, false).empty());
    }
}
