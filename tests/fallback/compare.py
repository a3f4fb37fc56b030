"""compare.py [--only=<regex>|--serial] <source> <installed> <folder> <expected> [<cmake argument>...]

Configures a project with the helper and with the fallback, builds both, runs ctest in both, and compares the names, labels and
outcomes of all tests. The differences must be those of the file <expected>: lines "<test> | <with the helper> | <with the fallback>
| <row>", where the row is the beginning of a row in the table of docs/platforms.md. "-" stands for a test that does not exist. With --only, ctest runs the tests that match, and of all others names and labels are
compared. With --serial, tests run one after the other, where it depends on the order whether a fixture is up.
"""

import json
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def run(*words, good=(0,)):
    done = subprocess.run(words, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode not in good:
        sys.exit(f"{' '.join(words)}: status {done.returncode}\n{done.stdout}")
    return done.stdout


def outcome(case):
    """Returns what ctest says of a test, such as "passed" or "failed (Timeout)"."""
    status = case.get("status")
    if status == "run":
        return "passed"
    if status == "fail":
        return f"failed ({case.find('failure').get('message')})"
    skipped = case.find("skipped")
    return f"{status} ({skipped.get('message') if skipped is not None else ''})"


def outcomes(source, build, arguments, only):
    """Builds the project, and returns a dictionary of test names to outcomes and labels."""
    work = os.path.join(build, "work")
    os.makedirs(work)
    with open(f"{work}/say", "w") as say:
        say.write(f'#!/bin/sh\necho "$*" >>"{build}/log"\n')
    os.chmod(f"{work}/say", 0o755)
    shutil.copy(shutil.which("sleep"), f"{work}/hang")
    run("cmake", "-S", source, "-B", build, f"-DWORK={work}", *arguments)
    run("cmake", "--build", build, "--parallel", "2")
    with open(os.path.join(build, "output"), "w") as output:
        subprocess.run(
            ["ctest", "--test-dir", build, *only, "--timeout", "15", "--output-junit", "results.xml"],
            stdout=output,
            stderr=output,
            env=dict(os.environ, LOG=f"{build}/log", MEET=build),
            check=False,
        )
    with open(f"{work}/listing.json", "w") as file:
        file.write(run("ctest", "--test-dir", build, "--show-only=json-v1"))
    with open(f"{work}/listing.json") as file:
        listing = json.load(file)
    labels = {}
    for test in listing["tests"]:
        found = [p["value"] for p in test.get("properties", []) if p["name"] == "LABELS"]
        labels[test["name"]] = sorted(found[0]) if found else []
    results = {case.get("name"): outcome(case) for case in ElementTree.parse(f"{build}/results.xml").iter("testcase")}
    missing = set(labels) - set(results)
    if "-R" in only and results:
        results.update({name: "not run" for name in missing})
    elif missing:
        sys.exit(f"ctest has no result of {sorted(missing)}")
    return {name: f"{results[name]} {' '.join(labels[name])}".strip() for name in results}


def rows():
    with open(os.path.join(ROOT, "docs", "platforms.md")) as file:
        return [line[1:].split("|")[0].strip() for line in file if line.startswith("|")]


def expected_differences(path):
    differences = set()
    known = rows()
    if os.path.exists(path):
        with open(path) as file:
            for line in file:
                if line.strip() and not line.startswith("#"):
                    *words, row = [word.strip() for word in line.split(" | ")]
                    if row not in known:
                        sys.exit(f"{path}: docs/platforms.md has no row {row!r}")
                    differences.add(tuple(words))
    return differences


def main():
    words = sys.argv[1:]
    only = ["-j4"]
    if words[0] == "--serial":
        only = [words.pop(0).replace("--serial", "-j1")]
    elif words[0].startswith("--only="):
        only += ["-R", words.pop(0).removeprefix("--only=")]
    source, installed, folder, expected, *arguments = words
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    common = [f"-DCMAKE_PREFIX_PATH={installed}", f"-DROOT={ROOT}", f"-DHELPER={installed}/bin/parallel-fixtures", *arguments]
    helper = outcomes(source, os.path.join(folder, "helper"), common, only)
    subprocess.run([f"{installed}/bin/parallel-fixtures", "report", f"{folder}/helper", "--wait"], stdout=subprocess.DEVNULL, check=False)
    fallback = outcomes(source, os.path.join(folder, "fallback"), [*common, "-DPARALLEL_FIXTURES_FALLBACK=ON"], only)
    differences = {
        (name, helper.get(name, "-"), fallback.get(name, "-"))
        for name in helper.keys() | fallback.keys()
        if helper.get(name) != fallback.get(name)
    }
    wanted = expected_differences(expected)
    for line in sorted(differences - wanted):
        print("not in the list:", " | ".join(line))
    for line in sorted(wanted - differences):
        print("only in the list:", " | ".join(line))
    print(f"{len(helper)} tests with the helper, {len(fallback)} with the fallback, {len(differences)} differ")
    sys.exit(differences != wanted)


if __name__ == "__main__":
    main()
