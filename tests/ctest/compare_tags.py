"""compare_tags.py <ctest's Test.xml> <our Test.xml>: plain.<name> there is task.<name> here."""
import base64
import gzip
import io
import sys
import tarfile
import xml.etree.ElementTree
import zlib

IGNORED = {"Execution Time", "Command Line", "Environment"}


def decoded(value, measurement):
    text = value.text or ""
    encoding = value.get("encoding") or measurement.get("encoding")
    compression = value.get("compression") or measurement.get("compression")
    if encoding != "base64":
        return text
    content = base64.b64decode("".join(text.split()))
    if compression == "tar/gzip":
        with tarfile.open(fileobj=io.BytesIO(gzip.decompress(content))) as archive:
            member, = archive.getmembers()
            return archive.extractfile(member).read()
    return zlib.decompress(content).decode() if compression == "gzip" else content


def tests_in(path, prefix):
    found = {}
    for test in xml.etree.ElementTree.parse(path).getroot().iter("Test"):
        name = test.findtext("Name")
        if name is None or not name.startswith(prefix):
            continue
        results = test.find("Results")
        measured = {one.get("name"): (one.get("type") or one.get("text"), one.get("encoding"), one.get("filename"),
                                      decoded(one.find("Value"), one))
                    for one in results.findall("NamedMeasurement") if one.get("name") not in IGNORED}
        output = results.find("Measurement/Value")
        found[name[len(prefix):]] = {
            "status": test.get("Status"), "measured": measured,
            "output": decoded(output, results.find("Measurement")),
            "labels": sorted(label.text for label in test.findall("Labels/Label"))}
    return found


theirs, ours = tests_in(sys.argv[1], "plain."), tests_in(sys.argv[2], "task.")
failed = not theirs or theirs.keys() != ours.keys()
for name in theirs.keys() & ours.keys():
    for what in theirs[name]:
        if theirs[name][what] != ours[name][what]:
            failed = True
            print(f"{name}, {what}:\n  ctest: {theirs[name][what]!r}\n  ours:  {ours[name][what]!r}")
sys.exit(1 if failed else 0)
