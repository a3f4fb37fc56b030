#include "runtime/fixture_registry.h"

#if defined(_WIN32)
#include <process.h>
#else
#include <unistd.h>
#endif

#include <algorithm>
#include <iostream>
#include <set>
#include <utility>

#include "runtime/report.h"

namespace pf {

using parallel_fixtures::Fixture;
using parallel_fixtures::FixtureError;
using parallel_fixtures::Report;
using parallel_fixtures::Scope;
using parallel_fixtures::Skip;
using parallel_fixtures::Stand;
using parallel_fixtures::Verdict;

namespace {

// Returns the id of this process.
long own_process() {
#if defined(_WIN32)
    return _getpid();
#else
    return getpid();
#endif
}

std::string quoted(const std::string& name) { return "\"" + name + "\""; }

std::string scope_name(Scope scope) {
    switch (scope) {
        case Scope::run:
            return "run";
        case Scope::worker:
            return "worker";
        case Scope::task:
            return "task";
    }
    return "?";
}

// Extracts the type's name from "... [with T = Schema]" (GCC) or "... [T = Schema]" (Clang).
std::string type_name(const std::string& text) {
    const std::size_t begin = text.find("T = ");
    if (begin == std::string::npos) {
        return text;
    }
    return text.substr(begin + 4, text.find_last_of(']') - begin - 4);
}

FixtureRegistry* g_registry = nullptr;

std::string described(const parallel_fixtures::detail::FixtureType& type) {
    return "fixture " + quoted(type.name) + " (" + type.file + ":" + std::to_string(type.line) + ")";
}

}  // namespace

FixtureRegistry& FixtureRegistry::global() {
    static FixtureRegistry* const only = g_registry = new FixtureRegistry;
    return *only;
}

void FixtureRegistry::free_global() {
    if (g_registry != nullptr && g_registry->ready_.empty()) {
        delete std::exchange(g_registry, nullptr);
    }
}

#if defined(__linux__)
namespace {

// Runs after the destructors of the program's static objects. A memory checker would report what is left as reachable.
[[gnu::destructor(101)]] void free_program_registry() { FixtureRegistry::free_global(); }

}  // namespace
#endif

void FixtureRegistry::add(const FixtureType& type) {
    const FixtureType* same = by_key(type.key);
    if (same == nullptr || same->name != type.name) {
        types_.push_back(type);
    }
}

const FixtureRegistry::FixtureType* FixtureRegistry::by_name(const std::string& name) const {
    const auto found = std::find_if(types_.begin(), types_.end(), [&](const auto& type) { return type.name == name; });
    return found == types_.end() ? nullptr : &*found;
}

const FixtureRegistry::FixtureType* FixtureRegistry::by_key(const void* key) const {
    const auto found = std::find_if(types_.begin(), types_.end(), [&](const auto& type) { return type.key == key; });
    return found == types_.end() ? nullptr : &*found;
}

const FixtureRegistry::ReadyFixture* FixtureRegistry::find_ready(const void* key) const {
    for (const ReadyFixture& one : ready_) {
        if (one.type->key == key) {
            return &one;
        }
    }
    return nullptr;
}

void FixtureRegistry::check(const FixtureType& type) const {
    if (type.name.empty()) {
        throw FixtureError("PARALLEL_FIXTURE(" + type_name(type.type) + ", \"\"): a fixture needs a name");
    }
    const FixtureType* same = by_name(type.name);
    if (same != &type) {
        throw FixtureError(described(type) + ": " + described(*same) + " has this name already");
    }
    same = by_key(type.key);
    if (same != &type) {
        throw FixtureError(described(type) + ": its type " + type_name(type.type) + " is " + described(*same) +
                           " already; derive a second type");
    }
}

void FixtureRegistry::check_parents(const FixtureType& type) const {
    std::string path = quoted(type.name);
    std::set<const void*> seen = {type.key};
    for (const FixtureType* child = &type; child->parent_key != nullptr;) {
        const FixtureType* parent = by_key(child->parent_key);
        if (parent == nullptr) {
            throw FixtureError(described(*child) + ": its parent " + type_name(child->parent_type) +
                               " is not registered: PARALLEL_FIXTURE(" + type_name(child->parent_type) + ", \"...\")");
        }
        path += " in " + quoted(parent->name);
        if (parent == &type) {
            throw FixtureError(described(type) + " is nested in itself: " + path + "; remove a parent");
        }
        if (!seen.insert(parent->key).second) {
            return;  // The error is reported for the types that are in the cycle.
        }
        if (child->scope < parent->scope) {
            throw FixtureError(described(*child) + ": its scope " + scope_name(child->scope) +
                               " is wider than that of its parent " + quoted(parent->name) + ", " +
                               scope_name(parent->scope));
        }
        child = parent;
    }
}

void FixtureRegistry::append(const FixtureType& type, std::vector<const FixtureType*>& order) const {
    if (std::find(order.begin(), order.end(), &type) != order.end()) {
        return;
    }
    if (type.parent_key != nullptr) {
        append(*by_key(type.parent_key), order);
    }
    order.push_back(&type);
}

std::vector<Fixture> FixtureRegistry::fixtures() const {
    for (const FixtureType& type : types_) {
        check(type);
    }
    for (const FixtureType& type : types_) {
        check_parents(type);
    }
    std::vector<const FixtureType*> order;
    for (const FixtureType& type : types_) {
        append(type, order);
    }
    std::vector<Fixture> fixtures;
    for (const FixtureType* type : order) {
        Fixture fixture;
        fixture.name = type->name;
        fixture.parent = type->parent_key == nullptr ? "" : by_key(type->parent_key)->name;
        fixture.scope = type->scope;
        fixture.file = type->file;
        fixture.line = type->line;
        fixtures.push_back(std::move(fixture));
    }
    return fixtures;
}

std::vector<const FixtureRegistry::FixtureType*> FixtureRegistry::chain(const std::string& fixture) const {
    std::vector<const FixtureType*> chain;
    const FixtureType* type = by_name(fixture);
    while (type != nullptr) {
        chain.insert(chain.begin(), type);
        type = type->parent_key == nullptr ? nullptr : by_key(type->parent_key);
    }
    return chain;
}

std::string FixtureRegistry::innermost(const std::string& test, const std::vector<std::string>& names) const {
    std::vector<const FixtureType*> longest;
    std::vector<std::vector<const FixtureType*>> chains;
    for (const std::string& name : names) {
        chains.push_back(chain(name));
        if (chains.back().size() > longest.size()) {
            longest = chains.back();
        }
    }
    for (const auto& one : chains) {
        if (!std::equal(one.begin(), one.end(), longest.begin())) {
            throw FixtureError("test " + quoted(test) + " requires two fixtures, " + quoted(longest.back()->name) +
                               " and " + quoted(one.back()->name) +
                               ", and neither is nested in the other; remove one from the test, or make one the "
                               "other's parent");
        }
    }
    return longest.empty() ? "" : longest.back()->name;
}

void FixtureRegistry::set_up(const FixtureType& type) {
    void* parent = nullptr;
    if (type.parent_key != nullptr) {
        const ReadyFixture* below = find_ready(type.parent_key);
        if (below == nullptr) {
            throw FixtureError(described(type) + ": its parent is not set up in this process");
        }
        parent = below->object;
    }
    setting_up_ = type.name;
    try {
        ready_.push_back({&type, type.create(parent), own_process()});
    } catch (...) {
        setting_up_.clear();
        throw;
    }
    setting_up_.clear();
}

void FixtureRegistry::tear_down_last() {
    const ReadyFixture last = ready_.back();
    ready_.pop_back();
    if (last.owner == own_process()) {
        last.type->destroy(last.object);
    }
}

Report FixtureRegistry::hold(const std::string& fixture, Stand& stand) {
    if (fixture.empty()) {
        stand.wait({});
        return {};
    }
    const FixtureType* type = by_name(fixture);
    Report report;
    try {
        if (type == nullptr) {
            throw FixtureError("there is no fixture " + quoted(fixture));
        }
        set_up(*type);
    } catch (const Skip& skip) {
        report.verdict = Verdict::skipped;
        report.reason = skip.what();
    } catch (...) {
        report = failed_report(current_exception_text());
        report.failures.push_back({type == nullptr ? "" : type->file, type == nullptr ? 0 : type->line, report.reason});
    }
    const bool ready = report.verdict == Verdict::passed;
    stand.wait(report);
    if (ready) {
        tear_down_last();
    }
    return {};
}

void FixtureRegistry::begin_test(const std::string& test) {
    in_test_ = true;
    test_ = test;
}

void FixtureRegistry::end_test() {
    in_test_ = false;
    test_.clear();
}

void FixtureRegistry::tear_down_to(std::size_t count) {
    while (ready_.size() > count) {
        const std::string name = ready_.back().type->name;
        try {
            tear_down_last();
        } catch (...) {
            teardown_failures_.push_back("fixture " + quoted(name) + ": teardown failed: " + current_exception_text());
        }
    }
}

void FixtureRegistry::tear_down_all() { tear_down_to(0); }

void FixtureRegistry::bring_up(const std::string& fixture) {
    const std::vector<const FixtureType*> wanted = chain(fixture);
    std::size_t kept = 0;
    while (kept < wanted.size() && kept < ready_.size() && ready_[kept].type == wanted[kept]) {
        kept++;
    }
    tear_down_to(kept);
    for (std::size_t i = kept; i < wanted.size(); i++) {
        const std::string& name = wanted[i]->name;
        if (failed_.count(name) == 0) {
            try {
                set_up(*wanted[i]);
                continue;
            } catch (const Skip& skip) {
                failed_[name] = {skip.what(), true};
            } catch (...) {
                failed_[name] = {"fixture " + quoted(name) + ": set-up failed: " + current_exception_text(), false};
            }
        }
        throw SetupFailure(failed_[name].message, failed_[name].skipped);
    }
}

void* FixtureRegistry::live(const void* key, const char* type) const {
    const std::string call = "parallel_fixtures::get<" + type_name(type) + ">(): ";
    if (const ReadyFixture* one = find_ready(key)) {
        return one->object;
    }
    const FixtureType* wanted = by_key(key);
    if (wanted == nullptr) {
        throw FixtureError(call + type_name(type) + " is no fixture: PARALLEL_FIXTURE(" + type_name(type) +
                           ", \"...\") is missing");
    }
    const std::string fixture = "fixture " + quoted(wanted->name);
    if (!setting_up_.empty()) {
        throw FixtureError(call + "fixture " + quoted(setting_up_) + ", which is being set up, is not nested in " +
                           fixture + "; name it as its parent");
    }
    if (!in_test_) {
        throw FixtureError(call + fixture + " is not set up, because no test that requires it is running");
    }
    throw FixtureError(call + "test " + quoted(test_) + " does not require " + fixture + "; add " +
                       (hint_ == nullptr ? "it" : hint_(wanted->name)));
}

std::vector<Fixture> RegistryProgram::fixtures() { return FixtureRegistry::global().fixtures(); }

Report RegistryProgram::hold(const std::string& fixture, Stand& stand) {
    return FixtureRegistry::global().hold(fixture, stand);
}

int finish_foreground_test(int status) {
    FixtureRegistry& registry = FixtureRegistry::global();
    registry.end_test();
    registry.tear_down_all();
    for (const std::string& failure : registry.teardown_failures()) {
        std::cerr << "error: " << failure << '\n';
    }
    return status == 0 && !registry.teardown_failures().empty() ? 1 : status;
}

}  // namespace pf

namespace parallel_fixtures::detail {

void add_fixture(const FixtureType& type) { pf::FixtureRegistry::global().add(type); }

void* live_fixture(const void* key, const char* type) { return pf::FixtureRegistry::global().live(key, type); }

}  // namespace parallel_fixtures::detail
