"""A row of the table: what is run in turns, and what is made of the times."""

import dataclasses
import statistics
from typing import Callable, Optional


@dataclasses.dataclass
class Entry:
    """One of those that are run in turns. `call` returns a number, or a dict of numbers."""
    name: str
    call: Callable
    missing: str = ""  # Why it cannot run here.


@dataclasses.dataclass
class Line:
    """What is compared. `ours` and `peer` are functions of a round, which is a dict: name of the entry to what it
    returned. `value` is what the bar is held against."""
    what: str
    against: str
    unit: str
    ours: Callable
    peer: Optional[Callable]
    value: Callable
    kind: str               # "at most" or "at least"
    bar: Optional[float] = None
    value_unit: str = ""    # "": times


def ratio(one, other):
    """What took no time that the clock could tell (a small row on a fast machine) is not compared."""
    return one / other if other else float("inf")


def slower(what, against, ours, peer, at_most=None, unit="s"):
    """How many times ours is the peer's."""
    return Line(what, against, unit, ours, peer, lambda r: ratio(ours(r), peer(r)), "at most", at_most)


def faster(what, against, ours, peer, at_least=None, unit="s"):
    """How many times faster ours is."""
    return Line(what, against, unit, ours, peer, lambda r: ratio(peer(r), ours(r)), "at least", at_least)


def above(what, against, ours, peer, at_most=None, unit="ms"):
    return Line(what, against, unit, ours, peer, lambda r: ours(r) - peer(r), "at most", at_most, unit)


def alone(what, ours, at_most=None, unit=""):
    return Line(what, "", unit, ours, None, ours, "at most", at_most, unit)


class Row:
    number = 0
    title = ""
    rounds_at_most = 99  # For rows of which one round takes many minutes.

    def prepare(self, shop):
        """Builds what it needs."""

    def entries(self, shop):
        raise NotImplementedError

    def lines(self, shop):
        raise NotImplementedError


def spread(values):
    return {"median": statistics.median(values), "min": min(values), "max": max(values)}


def judge(line, rounds, missing):
    """The figures of a line. The value is the median of those of the rounds: what disturbs one disturbs both sides."""
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
    """All of a row: a dict for results.json."""
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
