"""compare_discovery.py <build by the framework's own calls> <build by ours> <least number>: beside each build are
<build>.json, which ctest --show-only=json-v1 has written, and <build>.xml, its JUnit file. Prints what differs in the names,
the order, the properties and the outcomes of the tests."""
import json
import sys
import xml.etree.ElementTree as tree

# Our tests are judged by the framework's report, and print a mark for a skip.
OURS = {"SKIP_REGULAR_EXPRESSION", "SKIP_RETURN_CODE"}
# These are compared in both directions.
EQUAL = {"COST", "DISABLED", "ENVIRONMENT", "PROCESSORS", "RESOURCE_LOCK", "RUN_SERIAL", "WILL_FAIL"}


def read(build):
    outcomes = {case.get("name"): case.get("status") for case in tree.parse(build + ".xml").getroot()}
    tests = []
    for test in json.load(open(build + ".json", encoding="utf-8"))["tests"]:
        properties = {one["name"]: one["value"] for one in test.get("properties", [])}
        properties["outcome"] = outcomes.get(test["name"])
        if properties.get("WORKING_DIRECTORY") == build:
            properties["WORKING_DIRECTORY"] = "the build"
        # The tests that set programs up and tear them down are ours alone.
        if not test["name"].endswith((".setup", ".teardown")):
            tests.append((test["name"], properties))
    return tests


def differences(name, theirs, ours):
    for key in (theirs.keys() - OURS) | EQUAL:
        expected, found = theirs.get(key), ours.get(key)
        # Our limit is a little longer, so that that of the task itself strikes first.
        if key == "TIMEOUT" and found is not None and found >= expected:
            continue
        if key != "LABELS" and expected != found:
            yield f"{name}: {key} is {found!r}, not {expected!r}"
    labels = set(theirs.get("LABELS", [])) | {"parallel"}
    if set(ours.get("LABELS", [])) != labels:
        yield f"{name}: LABELS is {ours.get('LABELS')!r}, not {sorted(labels)!r}"


def main():
    theirs, ours = read(sys.argv[1]), read(sys.argv[2])
    names = [name for name, _ in theirs]
    own_names = [name for name, _ in ours]
    found = [f"not ours: {name}" for name in names if name not in set(own_names)]
    found += [f"only ours: {name}" for name in own_names if name not in set(names)]
    by_name = dict(ours)
    for name, properties in theirs:
        if name in by_name:
            found += differences(name, properties, by_name[name])
    if not found and names != own_names:
        found.append("the order is not the same")
    print("\n".join(found))
    print(f"{len(names)} tests were compared, {len(found)} differences")
    return 1 if found or len(names) < int(sys.argv[3]) else 0


sys.exit(main())
