"""Turns results into text: numbers, and the table in Markdown."""


def number(value):
    """Returns the number with three significant digits."""
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) >= 0.001 or value == 0 else f"{value:.2e}"


def spread(figures, unit):
    middle, least, most = (number(figures[name]) for name in ("median", "min", "max"))
    unit = "/s" if unit == "/s" else f" {unit}" if unit else ""
    return f"{middle}{unit} ({least} to {most})" if least != most else f"{middle}{unit}"


def value(line):
    unit = f" {line['value_unit']}" if line["value_unit"] else ""
    median = line["value"]["median"]
    if abs(median) >= 100:
        return f"{number(median)}{unit}"
    # Two digits would not show that a bar is missed by less than 0.01, so the value has one more.
    digits = 3 if line["met"] is False and round(median, 2) == line["bar"] else 2
    return f"{median:.{digits}f}{unit}"


def bar(line):
    if line["bar"] is None:
        return ""
    unit = f" {line['value_unit']}" if line["value_unit"] else ""
    return f"{line['kind']} {number(line['bar'])}{unit}"


def verdict(line):
    return "" if line["met"] is None else "yes" if line["met"] else "**no**"


def cell(text):
    return text.replace("|", "\\|")


def table(rows):
    text = "| | work | ours | against | ratio | bar | met |\n|---|---|---|---|---|---|---|\n"
    for row in rows:
        text += f"| {row['number']} | **{row['title']}** | | | | | |\n"
        for line in row["lines"]:
            peer = f"{cell(line['against'])}: {spread(line['peer'], line['unit'])}" if line["peer"] else ""
            ours = spread(line["ours"], line["unit"])
            text += f"| | {cell(line['what'])} | {ours} | {peer} | {value(line)} | {bar(line)} | {verdict(line)} |\n"
        if row.get("error"):
            text += f"| | it went wrong: {cell(row['error'].splitlines()[0])} | | | | | |\n"
    return text


def machine(facts):
    virtual = ", virtual" if facts["virtual"] else ""
    versions = ", ".join(version if name.lower() in version.lower() else f"{name} {version}"
                         for name, version in facts["versions"].items() if version)
    return (f"{facts['cpu']}, {facts['cores']} cores{virtual}, {facts['memory_gib']} GiB, Linux {facts['kernel']}, "
            f"{facts['system']}. {versions}.")


def missing(rows):
    reasons = sorted({reason for row in rows for reason in row["missing"].values()})
    return f"Left out: {'; '.join(reasons)}." if reasons else ""


def page(results):
    moments = [row["moment"] for row in results["rows"]]
    rounds = sorted({row["rounds"] for row in results["rows"]})
    about = (f"{machine(results['machine'])} Taken {min(m['begun'] for m in moments)[:10]}, rounds: {rounds[0]}"
             f"{f' to {rounds[-1]}' if len(rounds) > 1 else ''}, load of the machine before each row at most "
             f"{max(m['load'] for m in moments)}.")
    if results["smoke"]:
        about = "A smoke test: everything is small, and the figures mean nothing. " + about
    return "\n\n".join(part for part in (about, missing(results["rows"]), table(results["rows"])) if part)
