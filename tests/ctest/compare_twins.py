"""compare_twins.py <ctest's console> <ctest's JUnit>: task.<name> must be shown as plain.<name> is."""
import re
import sys
import xml.etree.ElementTree as tree

console, junit = {}, {}
for line in open(sys.argv[1], encoding="utf-8", errors="replace"):
    shown = re.match(r"^ *\d+/\d+ Test +#\d+: ((?:task|plain)\.\w+) \.+(.*?) +[\d.]+ sec", line)
    if shown:
        console[shown[1]] = shown[2].strip()
    failed = re.match(r"^\s+\d+ - ((?:task|plain)\.\w+) \((.*)\)", line)
    if failed:
        console[failed[1] + " at the end"] = failed[2]
for case in tree.parse(sys.argv[2]).getroot():
    failure = case.find("failure")
    skipped = case.find("skipped")
    junit[case.get("name")] = (case.get("status"), failure.get("message") if failure is not None else None,
                               skipped is not None)

# CTest says which of the two made it a skip; ours says it both ways, for IDEs that know one only. What is missing is named
# as a required file, because the program of the test is the helper.
wrong = 0
names = {name[len("plain."):] for name in console if name.startswith("plain.")}
for name in sorted(names):
    ours, theirs = console.get("task." + name), console["plain." + name]
    if ours != theirs:
        print(f"{name}: ctest shows {ours!r}, not {theirs!r}")
        wrong += 1
for name in sorted(name[len("plain."):] for name in junit if name.startswith("plain.")):
    ours, theirs = junit.get("task." + name), junit["plain." + name]
    if ours != theirs and name != "missing":
        print(f"{name}: JUnit has {ours}, not {theirs}")
        wrong += 1
if len(names) < 25:
    print(f"only {len(names)} tests were compared")
    wrong += 1
sys.exit(1 if wrong else 0)
