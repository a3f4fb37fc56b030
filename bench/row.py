"""A row of the table: what is run in turns, and how the times are compared."""

import dataclasses
import statistics
from typing import Callable, Optional


@dataclasses.dataclass
class Entry:
    """One side of a row. The sides are run in turns. `call` returns a number, or a dict of numbers."""
    name: str
    call: Callable
    missing: str = ""  # Why it cannot run here; "" if it can.


@dataclasses.dataclass
class Line:
    """A comparison. `ours`, `peer` and `value` are functions of a round, a dict from the name of each entry to the value that
    it returned. `value` must reach the bar."""
    what: str
    against: str
    unit: str
    ours: Callable
    peer: Optional[Callable]
    value: Callable
    kind: str               # "at most" or "at least"
    bar: Optional[float] = None
    value_unit: str = ""    # "" for a ratio.


def ratio(one, other):
    """Returns the ratio, or infinity if the other took less time than the clock can show, as in a small row on a fast machine."""
    return one / other if other else float("inf")


def slower(what, against, ours, peer, at_most=None, unit="s"):
    """A line for how many times as long as the peer ours takes."""
    return Line(what, against, unit, ours, peer, lambda r: ratio(ours(r), peer(r)), "at most", at_most)


def faster(what, against, ours, peer, at_least=None, unit="s"):
    """A line for how many times faster than the peer ours is."""
    return Line(what, against, unit, ours, peer, lambda r: ratio(peer(r), ours(r)), "at least", at_least)


def above(what, against, ours, peer, at_most=None, unit="ms"):
    return Line(what, against, unit, ours, peer, lambda r: ours(r) - peer(r), "at most", at_most, unit)


def alone(what, ours, at_most=None, unit=""):
    return Line(what, "", unit, ours, None, ours, "at most", at_most, unit)


class Row:
    number = 0
    title = ""
    rounds_at_most = 99  # Lower for rows whose rounds take many minutes.

    def prepare(self, shop):
        """Builds the projects of the row."""

    def entries(self, shop):
        raise NotImplementedError

    def lines(self, shop):
        raise NotImplementedError


def spread(values):
    return {"median": statistics.median(values), "min": min(values), "max": max(values)}


def judge(line, rounds, missing):
    """Returns the figures of a line. The value is the median over the rounds, because a disturbance in a round affects both sides."""
    try:
        value = spread([line.value(r) for r in rounds])
        ours = spread([line.ours(r) for r in rounds])
        peer = spread([line.peer(r) for r in rounds]) if line.peer else None
    except KeyError as name:
        if name.args[0] in missing:
            return None
        raise
    met = None
    if line.bar is not None:
        met = value["median"] <= line.bar if line.kind == "at most" else value["median"] >= line.bar
    return {"what": line.what, "against": line.against, "unit": line.unit, "ours": ours, "peer": peer, "value": value,
            "value_unit": line.value_unit, "kind": line.kind, "bar": line.bar, "met": met}


def measure_row(row, shop, rounds, say):
    """Measures a row. Returns a dict for results.json."""
    result = {"number": row.number, "title": row.title, "lines": [], "missing": {}, "samples": {}}
    row.prepare(shop)
    entries = row.entries(shop)
    result["missing"] = {entry.name: entry.missing for entry in entries if entry.missing}
    taken = []
    for number in range(min(rounds, row.rounds_at_most)):
        taken.append({})
        for entry in entries:
            if not entry.missing:
                say(f"row {row.number}, round {number + 1}: {entry.name}")
                taken[-1][entry.name] = entry.call()
    result["samples"] = {name: [r[name] for r in taken] for name in taken[0]}
    judged = [judge(line, taken, result["missing"]) for line in row.lines(shop)]
    result["lines"] = [figures for figures in judged if figures is not None]
    return result
