"""Draws the results: for each line with a bar, its share of what the bar allows. Shorter is better."""

from xml.sax.saxutils import escape

import figures

WIDTH, LEFT, LINE, TOP = 960, 450, 22, 46
SCALE = 170  # The length of a bar in pixels.
MOST = 1.75  # Longer ones are cut off.

STYLE = """
text { font: 12px system-ui, sans-serif; fill: #24292f }
.small { font-size: 11px } .number { font-weight: 600 }
.met { fill: #2da44e } .lost { fill: #d1242f } .bar { stroke: #24292f; stroke-width: 1; stroke-dasharray: 3 3 }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 } .met { fill: #3fb950 } .lost { fill: #f85149 } .bar { stroke: #e6edf3 }
}"""


def share(line):
    middle = line["value"]["median"]
    if line["kind"] == "at most":
        return max(middle / line["bar"], 0)
    return line["bar"] / middle


def text(x, y, what, anchor="start", css=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" class="{css}">{escape(what)}</text>\n'


def shorten(what, most=66):
    return what if len(what) <= most else what[:most - 1].rstrip() + "…"


def draw_line(y, line):
    length = min(share(line), MOST) * SCALE
    css = "met" if line["met"] else "lost"
    name = line["what"] + (f", against {line['against']}" if line["against"] else "")
    cut = "…" if share(line) > MOST else ""
    return (text(34, y + 14, shorten(name), css="small") +
            f'<rect x="{LEFT}" y="{y + 4}" width="{max(length, 1):.1f}" height="{LINE - 8}" class="{css}"/>\n' +
            text(LEFT + length + 3, y + 14, cut, css="small") +
            text(LEFT + MOST * SCALE + 20, y + 14, f"{figures.value(line)} ({figures.bar(line)})", css="small"))


def draw_row(y, row):
    """Draws the lines of a row that have a bar. Returns the height at which the next row begins."""
    lines = [line for line in row["lines"] if line["bar"] is not None]
    if not lines:
        return "", y
    svg = text(24, y + 16, str(row["number"]), "end", "number") + text(34, y + 16, row["title"], css="number")
    for at, line in enumerate(lines, 1):
        svg += draw_line(y + LINE * at, line)
    return svg, y + LINE * (len(lines) + 1)


def draw(rows):
    body, y = "", TOP
    for row in rows:
        drawn, y = draw_row(y, row)
        body += drawn
    height, bar = y + 12, LEFT + SCALE
    svg = (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
           f'viewBox="0 0 {WIDTH} {height}">\n<style>{STYLE}\n</style>\n')
    svg += text(10, 18, "Share of what the bar allows; shorter is better", css="number")
    svg += text(bar, 38, "the bar", "middle", "small")
    svg += body + f'<line x1="{bar}" y1="{TOP - 4}" x2="{bar}" y2="{height - 8}" class="bar"/>\n'
    return svg + "</svg>\n"
