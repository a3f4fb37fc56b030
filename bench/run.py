"""The command line of bench/run."""

import argparse
import fcntl
import json
import os
import sys

import docs
import figures
import machine
import measure
import plot
import row as rows_of
import rows
import shop as shops


def parse():
    parser = argparse.ArgumentParser(prog="bench/run", description="Measures ParallelFixtures next to its peers and to "
                                     "the limit. docs/benchmarks.md has the rows.")
    parser.add_argument("rows", nargs="*", type=int, metavar="row", help="the numbers of the rows to measure; default: all")
    parser.add_argument("--rounds", type=int, default=5, help="how often all sides of a row are run in turns; default: 5, "
                        "for long rows at most 3")
    parser.add_argument("--prefix", help="the install prefix of ParallelFixtures; default: builds the release preset")
    parser.add_argument("--out", default=f"{shops.ROOT}/build/bench", help="folder for builds and results")
    parser.add_argument("--smoke", action="store_true", help="checks with small sizes and one round whether each row works")
    parser.add_argument("--update", action="store_true", help="keep the other rows of earlier results of this machine")
    parser.add_argument("--docs", action="store_true", help="write the figures to docs/benchmarks.md")
    parser.add_argument("--render", metavar="results.json", help="measure nothing and write these results again")
    parser.add_argument("--programs", help="the build folder of projects/programs; default: builds it")
    parser.add_argument("--ctest", default="ctest")
    parser.add_argument("--cmake", default="cmake")
    parser.add_argument("--no-setup", action="store_true", help="install no packages")
    return parser.parse_args()


def say(text):
    print(text, flush=True)


def chosen(numbers):
    known = {row.number: row for row in rows.ALL}
    unknown = [str(number) for number in numbers if number not in known]
    if unknown:
        sys.exit(f"bench/run: there is no row {', '.join(unknown)}; choose from 1 to {max(known)}")
    return [known[number] for number in sorted(set(numbers))] if numbers else rows.ALL


def measure_rows(shop, wanted, rounds):
    for row in wanted:
        moment = machine.moment()
        try:
            result = rows_of.measure_row(row, shop, rounds, say)
        except measure.WrongResult as error:
            result = {"number": row.number, "title": row.title, "lines": [], "missing": {}, "samples": {},
                      "error": str(error)}
            say(f"row {row.number} went wrong: {error}")
        result.update(moment=moment, rounds=min(rounds, row.rounds_at_most))
        yield result


def earlier_rows(path, machine_now):
    """Returns the rows of the results in this file."""
    if not os.path.exists(path):
        return []
    old = load(path)
    if old["machine"] != machine_now:
        sys.exit(f"bench/run --update: {path} is of another machine or of other versions; run without --update")
    return old["rows"]


def alone(out):
    """Exits if another run uses this folder, because the two would disturb each other. The lock is held until this process ends."""
    lock = os.open(f"{out}/lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(f"bench/run: another run is measuring in {out}; wait for it, or choose another --out")


def load(path):
    with open(path) as file:
        return json.load(file)


def write(out, results):
    for name, text in (("results.json", json.dumps(results, indent=1) + "\n"), ("results.md", figures.page(results)),
                       ("results.svg", plot.draw(results["rows"]))):
        with open(f"{out}/{name}", "w") as file:
            file.write(text)


def check_smoke(results):
    """Exits with an error if a row has no figures and does not say what it lacks."""
    for row in results["rows"]:
        if not row["lines"] and not row["missing"]:
            sys.exit(row.get("error") or f"row {row['number']} has no figures")
        for line in row["lines"]:
            if not line["ours"]["median"] > 0 and line["value_unit"] != "B":
                sys.exit(f"row {row['number']}: {line['what']}: {line['ours']}")
        for name, reason in row["missing"].items():
            say(f"row {row['number']}: without {name}: {reason}")


def measured(options):
    prefix = os.path.realpath(options.prefix) if options.prefix else shops.install(options.out, options.cmake)
    programs = os.path.realpath(options.programs) if options.programs else None
    shop = shops.Shop(prefix, options.out, programs, options.smoke, options.ctest, options.cmake)
    results = {"machine": machine.facts(shop), "smoke": options.smoke, "rows": []}
    if options.update:
        results["rows"] = earlier_rows(f"{options.out}/results.json", results["machine"])
    for row in measure_rows(shop, chosen(options.rows), 1 if options.smoke else options.rounds):
        results["rows"] = sorted([*(r for r in results["rows"] if r["number"] != row["number"]), row],
                                 key=lambda r: r["number"])
        write(options.out, results)
    return results


def main():
    options = parse()
    options.out = os.path.realpath(options.out)
    os.makedirs(options.out, exist_ok=True)
    alone(options.out)
    results = load(options.render) if options.render else measured(options)
    write(options.out, results)
    if options.smoke:
        check_smoke(results)
    if options.docs:
        docs.write(results)
    say(figures.page(results))
    sys.exit(1 if any(row.get("error") for row in results["rows"]) else 0)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
