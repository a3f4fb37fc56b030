"""Writes the figures between two markers of docs/benchmarks.md, and draws docs/images/benchmarks.svg."""

import figures
import plot
from shop import ROOT

BEGIN, END = "<!-- figures: bench/run --docs -->\n", "<!-- end of figures -->\n"


def write(results, page=f"{ROOT}/docs/benchmarks.md", picture=f"{ROOT}/docs/images/benchmarks.svg"):
    with open(page) as file:
        text = file.read()
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"{page}: the markers are gone: {BEGIN}{END}")
    with open(page, "w") as file:
        file.write(f"{before}{begin}![Figures against their bars](images/benchmarks.svg)\n\n")
        file.write(f"{figures.page(results)}\n{end}{after}")
    with open(picture, "w") as file:
        file.write(plot.draw(results["rows"]))
