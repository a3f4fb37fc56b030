#include "tool/page/slot_use.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <numeric>

#include "tool/page/wait_text.h"

namespace pf {
namespace {

struct Change {
    double at = 0;
    int slots = 0;
    int setups = 0;
    int started = 0;
};

// In order of time. At the same time, what ends comes before what begins.
std::vector<Change> changes_of(const std::vector<BusySpan>& spans) {
    std::vector<Change> changes;
    changes.reserve(spans.size() * 2);
    for (const BusySpan& span : spans) {
        const int setup = span.kind == BusySpan::Kind::setup ? 1 : 0;
        const int task = span.kind == BusySpan::Kind::task ? 1 : 0;
        changes.push_back({span.begin, span.slots, setup, task});
        changes.push_back({span.end, -span.slots, -setup, 0});
    }
    std::sort(changes.begin(), changes.end(),
              [](const Change& a, const Change& b) { return a.at != b.at ? a.at < b.at : a.slots < b.slots; });
    return changes;
}

// The time in which slots were idle and tasks were held back, as it adds up over the run.
class IdleSum {
public:
    // So many slots were idle between these times, which follow those of the last call.
    void add(double from, double until, double slots) {
        points_.push_back({from, sum_});
        sum_ += (until - from) * slots;
        points_.push_back({until, sum_});
    }

    [[nodiscard]] double between(double from, double until) const { return at(until) - at(from); }

private:
    struct Point {
        double time = 0;
        double sum = 0;
    };

    [[nodiscard]] double at(double time) const {
        const auto next = std::lower_bound(points_.begin(), points_.end(), time,
                                           [](const Point& point, double t) { return point.time < t; });
        if (next == points_.begin() || next == points_.end()) {
            return next == points_.end() ? sum_ : 0;
        }
        const Point& before = *std::prev(next);
        const double length = next->time - before.time;
        return length <= 0 ? next->sum : before.sum + (next->sum - before.sum) * (time - before.time) / length;
    }

    std::vector<Point> points_;
    double sum_ = 0;
};

// A task cannot use more of the idle time than it takes itself.
std::vector<std::pair<std::string, double>> usable_by_cause(const std::vector<WaitSpan>& waits, const IdleSum& idle) {
    std::map<std::string, double> seconds;
    for (const WaitSpan& wait : waits) {
        const double usable = std::min(idle.between(wait.begin, wait.end), wait.task_seconds);
        for (const std::string& cause : *wait.causes) {
            seconds[cause] += std::max(usable, 0.0);
        }
    }
    std::vector<std::pair<std::string, double>> all(seconds.begin(), seconds.end());
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    return all;
}

// The seconds with two digits that matter.
std::string for_people(double seconds) {
    return seconds < 0.0995 ? fmt::format("{:.0f} ms", seconds * 1000)
           : seconds < 9.95 ? fmt::format("{:.1f} s", seconds)
                            : fmt::format("{:.0f} s", seconds);
}

// "a", "a and b", "a, b and c".
std::string listed(const std::vector<std::string>& words) {
    if (words.size() < 2) {
        return words.empty() ? "" : words.front();
    }
    return fmt::format("{} and {}", fmt::join(words.begin(), words.end() - 1, ", "), words.back());
}

std::string steps_of(const AdviceFacts& facts) {
    const CriticalPath& path = facts.path;
    const std::string fixtures = listed(facts.fixtures);
    const char* plural = facts.fixtures.size() > 1 ? "s" : "";
    std::vector<std::string> steps;
    if (path.setup_seconds > 0) {
        steps.push_back(fmt::format("the set-up{} of {} ({})", plural, fixtures, for_people(path.setup_seconds)));
    }
    if (path.task != kNoStep) {
        steps.push_back(fmt::format("the task {} ({})", facts.task, for_people(path.task_seconds)));
    }
    if (path.teardown_seconds > 0) {
        steps.push_back(fmt::format("the teardown{} ({})", plural, for_people(path.teardown_seconds)));
    }
    if (steps.size() > 1) {
        return listed(steps) + " follow each other";
    }
    return steps.front() + (path.task == kNoStep && path.instances.size() > 1 ? " take that long" : " takes that long");
}

std::string advice_on_path(const AdviceFacts& facts) {
    const CriticalPath& path = facts.path;
    if (path.setup_seconds >= path.task_seconds && !facts.fixtures.empty()) {
        return fmt::format(
            "Make the set-up of {} faster{}: set-ups are {} of the critical path.", facts.fixtures.at(facts.slowest),
            facts.can_linger ? ", or declare the fixture with LINGER" : "", for_people(path.setup_seconds));
    }
    return fmt::format("Split the task {} or make it faster: it alone takes {}.", facts.task,
                       for_people(path.task_seconds));
}

// Whether the first cause is worth a word: it has most of what tasks could have used, and a good part of what was idle.
bool stands_out(const std::vector<std::pair<std::string, double>>& causes, double idle) {
    constexpr double kMost = 0.5;
    constexpr double kGoodPart = 0.1;
    const double all = std::accumulate(causes.begin(), causes.end(), 0.0,
                                       [](double sum, const auto& cause) { return sum + cause.second; });
    return !causes.empty() && causes.front().second >= kMost * all && causes.front().second >= kGoodPart * idle;
}

std::string advice_on_slots(const SlotUse& use) {
    constexpr double kWorthwhile = 0.15;
    const double all = use.slots * use.wall;
    const double most = std::max({use.idle_at_end, use.idle_held_back, use.idle_for_setups});
    if (most < kWorthwhile * all) {
        return fmt::format(
            "Give the run more slots (-j) if the machine has the processors: the {} that it had were busy for {:.0f} % "
            "of the time.",
            use.slots, 100 * use.busy / all);
    }
    if (most == use.idle_at_end) {
        return fmt::format(
            "Start long tasks earlier, with COST or by the times of an earlier run: slots were idle for {} after the "
            "last task had been started.",
            for_people(most));
    }
    if (most == use.idle_held_back && stands_out(use.usable_by_cause, most)) {
        const auto& [cause, seconds] = use.usable_by_cause.front();
        return advice_on_wait(cause, for_people(seconds));
    }
    if (most == use.idle_held_back) {
        return fmt::format(
            "Look at RESOURCE_LOCK, RUN_SERIAL, WORKERS, PROCESSORS and UNIT: slots were idle for {} while tasks "
            "waited.",
            for_people(most));
    }
    return fmt::format(
        "Make set-ups faster, or declare fixtures of commands and services with LINGER: slots were idle for {} while "
        "tasks waited for set-ups.",
        for_people(most));
}

}  // namespace

int most_slots(const std::vector<BusySpan>& spans) {
    int now = 0;
    int most = 0;
    for (const Change& change : changes_of(spans)) {
        now += change.slots;
        most = std::max(most, now);
    }
    return most;
}

SlotUse slot_use(const std::vector<BusySpan>& spans, int slots, double wall, const std::vector<WaitSpan>& waits) {
    SlotUse use;
    use.slots = std::max(slots, 1);
    use.wall = wall;
    auto waiting = std::count_if(spans.begin(), spans.end(),
                                 [](const BusySpan& span) { return span.kind == BusySpan::Kind::task; });
    int taken = 0;
    int setups = 0;
    double since = 0;
    IdleSum held_back;
    const auto account = [&](double until) {
        const double seconds = std::max(std::min(until, wall) - since, 0.0);
        const double busy = std::min(taken, use.slots);
        use.busy += seconds * busy;
        (waiting == 0 ? use.idle_at_end
         : setups > 0 ? use.idle_for_setups
                      : use.idle_held_back) += seconds * (use.slots - busy);
        if (waiting > 0 && setups == 0 && seconds > 0) {
            held_back.add(since, since + seconds, use.slots - busy);
        }
        since = std::max(since, std::min(until, wall));
    };
    for (const Change& change : changes_of(spans)) {
        account(change.at);
        taken += change.slots;
        setups += change.setups;
        waiting -= change.started;
    }
    account(wall);
    use.usable_by_cause = usable_by_cause(waits, held_back);
    return use;
}

std::string shortest_possible(const AdviceFacts& facts) {
    const double path = facts.path.seconds();
    const double work = facts.use.work_bound();
    if (path <= 0 && work <= 0) {
        return "";
    }
    if (work > path) {
        return fmt::format("The run took {} and could not be shorter than {}, because {} {} had {} of work to do.",
                           for_people(facts.use.wall), for_people(work), facts.use.slots,
                           facts.use.slots == 1 ? "slot" : "slots", for_people(facts.use.busy));
    }
    return fmt::format("The run took {} and could not be shorter than {}, because {}.", for_people(facts.use.wall),
                       for_people(path), steps_of(facts));
}

std::string advice(const AdviceFacts& facts) {
    constexpr double kMostOfTheRun = 0.7;
    const SlotUse& use = facts.use;
    if (use.wall <= 0 || facts.path.seconds() <= 0) {
        return "";
    }
    return facts.path.seconds() >= kMostOfTheRun * use.wall ? advice_on_path(facts) : advice_on_slots(use);
}

}  // namespace pf
