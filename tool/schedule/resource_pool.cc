#include "tool/schedule/resource_pool.h"

#include <algorithm>
#include <cctype>
#include <numeric>
#include <utility>

namespace pf {
namespace {

struct Candidate {
    const std::string* id;
    int free;
};

struct Part {
    std::size_t group;
    int slots;
    const std::string* id = nullptr;
};

// A search that takes longer would hold the run up. ctest has no such limit.
constexpr int kMostSteps = 20'000;

// Finds a unit for each part. The unit with the most free slots is tried first, so that parts are spread over units.
class Packing {
public:
    // Large parts are placed first. Of equal units, the one whose id comes first in the alphabet is the first.
    Packing(std::vector<Candidate> units, std::vector<Part>& parts) : units_(std::move(units)) {
        std::stable_sort(units_.begin(), units_.end(),
                         [](const Candidate& a, const Candidate& b) { return a.free > b.free; });
        for (Part& part : parts) {
            parts_.push_back(&part);
        }
        std::stable_sort(parts_.begin(), parts_.end(),
                         [](const Part* a, const Part* b) { return a->slots > b->slots; });
    }

    bool find() {
        const auto needed = std::accumulate(parts_.begin(), parts_.end(), 0LL,
                                            [](long long sum, const Part* part) { return sum + part->slots; });
        const auto free = std::accumulate(units_.begin(), units_.end(), 0LL,
                                          [](long long sum, const Candidate& unit) { return sum + unit.free; });
        return needed <= free && place(0);
    }

private:
    bool place(std::size_t next) {
        if (next == parts_.size()) {
            return true;
        }
        if (++steps_ > kMostSteps) {
            return false;
        }
        for (std::size_t i = 0; i < units_.size() && units_[i].free >= parts_[next]->slots; ++i) {
            if (i > 0 && units_[i].free == units_[i - 1].free) {
                continue;  // An equal unit has been tried in vain.
            }
            parts_[next]->id = units_[i].id;
            const std::size_t now_at = use(i, parts_[next]->slots);
            if (!in_vain(next + 1) && place(next + 1)) {
                return true;
            }
            vain_.insert(state(next + 1));
            undo(i, now_at, parts_[next]->slots);
        }
        return false;
    }

    // Moves the unit behind those that have more free slots now.
    std::size_t use(std::size_t at, int slots) {
        units_[at].free -= slots;
        for (; at + 1 < units_.size() && units_[at + 1].free > units_[at].free; ++at) {
            std::swap(units_[at], units_[at + 1]);
        }
        return at;
    }

    void undo(std::size_t from, std::size_t now_at, int slots) {
        for (; now_at > from; --now_at) {
            std::swap(units_[now_at], units_[now_at - 1]);
        }
        units_[from].free += slots;
    }

    // Whether the remaining parts fit depends only on how many slots are free where.
    [[nodiscard]] std::pair<std::size_t, std::vector<int>> state(std::size_t next) const {
        std::vector<int> free;
        std::transform(units_.begin(), units_.end(), std::back_inserter(free),
                       [](const Candidate& unit) { return unit.free; });
        return {next, free};
    }
    [[nodiscard]] bool in_vain(std::size_t next) const { return !vain_.empty() && vain_.count(state(next)) != 0; }

    std::vector<Candidate> units_;
    std::vector<Part*> parts_;
    std::set<std::pair<std::size_t, std::vector<int>>> vain_;
    int steps_ = 0;
};

std::map<std::string, std::vector<Part>> parts_by_type(const ResourceGroups& groups) {
    std::map<std::string, std::vector<Part>> parts;
    for (std::size_t group = 0; group < groups.size(); ++group) {
        for (const ResourceRequirement& requirement : groups[group]) {
            parts[requirement.type].push_back({group, requirement.slots});
        }
    }
    return parts;
}

std::string slots(int count) { return std::to_string(count) + (count == 1 ? " slot" : " slots"); }

std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

}  // namespace

std::vector<std::string> resource_variables(const Allocation& allocation) {
    const std::string prefix = "CTEST_RESOURCE_GROUP_";
    std::vector<std::string> variables{prefix + "COUNT=" + std::to_string(allocation.size())};
    for (std::size_t i = 0; i < allocation.size(); ++i) {
        const std::string group = prefix + std::to_string(i);
        std::string types;
        for (const auto& [type, parts] : allocation[i]) {
            types += (types.empty() ? "" : ",") + type;
            std::string units;
            for (const AllocatedSlots& part : parts) {
                units += (units.empty() ? "id:" : ";id:") + part.id + ",slots:" + std::to_string(part.slots);
            }
            std::string& variable = variables.emplace_back(group);
            variable.append("_").append(upper(type)).append("=").append(units);
        }
        variables.emplace_back(group).append("=").append(types);
    }
    return variables;
}

ResourcePool::ResourcePool(const ResourceSpec& spec) {
    for (const auto& [type, units] : spec) {
        Units& own = types_[type];
        for (const auto& [id, total] : units) {
            own[id] = {total, total};
        }
    }
}

int ResourcePool::demand_of(std::string_view property) {
    if (property.empty()) {
        return 0;
    }
    const auto known = numbers_.find(property);
    if (known != numbers_.end()) {
        return known->second;
    }
    Result<ResourceGroups> groups = parse_resource_groups(property);
    int number = 0;
    if (groups.ok() && !groups->empty()) {
        Allocation unused;
        std::string never = shortage(*groups, Count::total, unused);
        demands_.push_back({*std::move(groups), std::move(never)});
        number = static_cast<int>(demands_.size());
    }
    numbers_.emplace(property, number);
    return number;
}

bool ResourcePool::fits(int demand) const {
    if (short_.count(demand) != 0) {
        return false;
    }
    Allocation unused;
    const ResourceGroups& groups = demand_at(demand).groups;
    if (shortage(groups, Count::free, unused).empty()) {
        return true;
    }
    short_.insert(demand);
    for (const ResourceGroup& group : groups) {
        for (const ResourceRequirement& requirement : group) {
            waiting_[requirement.type].insert(demand);
        }
    }
    return false;
}

AllocationPtr ResourcePool::take(int demand) {
    Allocation allocation;
    static_cast<void>(shortage(demand_at(demand).groups, Count::free, allocation));
    for (const auto& group : allocation) {
        for (const auto& [type, parts] : group) {
            for (const AllocatedSlots& part : parts) {
                types_.at(type).at(part.id).free -= part.slots;
            }
        }
    }
    return std::make_shared<const Allocation>(std::move(allocation));
}

std::vector<int> ResourcePool::give_back(const Allocation& allocation) {
    std::set<int> demands;
    for (const auto& group : allocation) {
        for (const auto& [type, parts] : group) {
            for (const AllocatedSlots& part : parts) {
                types_.at(type).at(part.id).free += part.slots;
            }
            demands.merge(waiting_[type]);
        }
    }
    for (const int demand : demands) {
        short_.erase(demand);
    }
    return {demands.begin(), demands.end()};
}

// Fills in what the groups get of the slots that are free, or of all. Returns why that is too little; "": it is enough.
std::string ResourcePool::shortage(const ResourceGroups& groups, Count count, Allocation& allocation) const {
    allocation.resize(groups.size());
    for (auto& [type, parts] : parts_by_type(groups)) {
        const auto units = types_.find(type);
        if (units == types_.end()) {
            return "the machine has no " + type;
        }
        std::vector<Candidate> candidates;
        for (const auto& [id, unit] : units->second) {
            candidates.push_back({&id, count == Count::free ? unit.free : unit.total});
        }
        if (!Packing(std::move(candidates), parts).find()) {
            return describe(type, groups);
        }
        for (const Part& part : parts) {
            allocation[part.group][type].push_back({*part.id, part.slots});
        }
    }
    return "";
}

// Says what the groups need of the type, and what there is of it in all.
std::string ResourcePool::describe(const std::string& type, const ResourceGroups& groups) const {
    constexpr std::size_t kMostTold = 200;
    std::string needed;
    for (const ResourceGroup& group : groups) {
        for (const ResourceRequirement& requirement : group) {
            if (requirement.type == type && needed.size() < kMostTold) {
                needed += (needed.empty() ? "" : " + ") + slots(requirement.slots);
            }
        }
    }
    std::string there;
    for (const auto& [id, unit] : types_.at(type)) {
        if (there.size() < kMostTold) {
            there += (there.empty() ? "unit " : ", unit ") + id + " with " + slots(unit.total);
        }
    }
    return "it needs " + needed + " of " + type + ", and the machine has " + (there.empty() ? "none" : there);
}

}  // namespace pf
