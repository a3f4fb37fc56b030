#include "tool/schedule/waiting_groups.h"

#include <algorithm>

namespace pf {

void WaitingGroups::wait(Place place, std::vector<Obstacle> obstacles) {
    std::sort(obstacles.begin(), obstacles.end());
    obstacles.erase(std::unique(obstacles.begin(), obstacles.end()), obstacles.end());
    std::vector<Obstacle>& known = obstacles_[place];
    if (known == obstacles) {
        return;
    }
    for (const Obstacle obstacle : known) {
        leave(place, obstacle);
    }
    for (const Obstacle obstacle : obstacles) {
        const auto [line, made] = lines_.try_emplace(obstacle);
        line->second.open = made ? obstacle.kind == Obstacle::Kind::none : line->second.open;
        const bool first = made || place < *line->second.places.begin();
        if (line->second.open && first) {
            if (!made) {
                heads_.erase({*line->second.places.begin(), obstacle});
            }
            heads_.emplace(place, obstacle);
        }
        line->second.places.insert(place);
    }
    known = std::move(obstacles);
}

void WaitingGroups::wake(Place place) {
    const auto known = obstacles_.find(place);
    if (known == obstacles_.end() || known->second.size() != 1 || known->second.front() != Obstacle{}) {
        wait(place, {Obstacle{}});
    }
}

void WaitingGroups::remove(Place place) {
    if (const auto known = obstacles_.extract(place)) {
        for (const Obstacle obstacle : known.mapped()) {
            leave(place, obstacle);
        }
    }
}

void WaitingGroups::leave(Place place, Obstacle obstacle) {
    const auto line = lines_.find(obstacle);
    std::set<Place>& places = line->second.places;
    const bool head = line->second.open && place == *places.begin();
    places.erase(place);
    if (head) {
        heads_.erase({place, obstacle});
    }
    if (places.empty()) {
        lines_.erase(line);
    } else if (head) {
        heads_.emplace(*places.begin(), obstacle);
    }
}

void WaitingGroups::set(Obstacle obstacle, bool in_the_way) {
    if (const auto line = lines_.find(obstacle); line != lines_.end()) {
        set_open(line, !in_the_way);
    }
}

void WaitingGroups::set_open(Lines::iterator line, bool open) {
    if (line->second.open == open) {
        return;
    }
    line->second.open = open;
    const std::pair head(*line->second.places.begin(), line->first);
    if (open) {
        heads_.insert(head);
    } else {
        heads_.erase(head);
    }
}

void WaitingGroups::set_room(int free) {
    const auto line_of = [this](int slots) {
        return lines_.lower_bound({Obstacle::Kind::room, static_cast<std::uint32_t>(std::max(slots, 0))});
    };
    for (auto line = line_of(std::min(room_, free) + 1), end = line_of(std::max(room_, free) + 1); line != end;
         ++line) {
        set_open(line, free > room_);
    }
    room_ = free;
}

std::optional<Place> WaitingGroups::next(Place from) const {
    std::optional<Place> first;
    for (auto head = heads_.begin(); head != heads_.end(); ++head) {
        if (head->first >= from) {
            return first ? std::min(*first, head->first) : head->first;
        }
        // Groups that were passed because slots are reserved for another one, or that may have fewer workers.
        const std::set<Place>& places = lines_.at(head->second).places;
        const auto later = places.lower_bound(from);
        if (later != places.end()) {
            first = first ? std::min(*first, *later) : *later;
        }
    }
    return first;
}

}  // namespace pf
