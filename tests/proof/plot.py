"""A plot of how something went over time, as SVG: one panel a quantity, below each other, on one axis of time."""
from html import escape

WIDTH, PANEL, LEFT, RIGHT, TOP, GAP = 900, 130, 70, 20, 40, 34
STYLE = """<style>
text{font:12px system-ui,sans-serif;fill:#1b1b1b}.t{font-size:15px;font-weight:600}.s{fill:#555}.g{stroke:#ddd}.l{fill:none;stroke:#1f5fa8;stroke-width:1.6}.m{stroke:#b5400e;stroke-dasharray:3 3}
@media (prefers-color-scheme:dark){svg{background:#1b1b1b}text{fill:#eee}.s{fill:#aaa}.g{stroke:#444}.l{stroke:#7db4f0}.m{stroke:#f0a27d}}
</style>"""


def steps(most):
    """Round numbers from zero up to at least `most`."""
    size = next(unit * power for power in (10 ** exponent for exponent in range(-3, 12)) for unit in (1, 2, 5) if 4 * unit * power >= most)
    return [size * n for n in range(int(most / size + 0.999999) + 1)]


def said(number):
    return f"{number:g}".replace(".", ",")


def draw(title, minutes, panels, marks=()):
    """`minutes`: the moments; `panels`: (name, unit, values, one a moment); `marks`: (minute, what happened)."""
    height = TOP + len(panels) * (PANEL + GAP) + 30
    last = max(minutes[-1], 0.001)
    across = lambda minute: LEFT + (WIDTH - LEFT - RIGHT) * minute / last  # noqa: E731
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">', STYLE,
             f'<text class="t" x="{LEFT}" y="22">{escape(title)}</text>']
    for index, (name, unit, values) in enumerate(panels):
        top = TOP + index * (PANEL + GAP) + 14
        scale = steps(max(max(values), 0.001))
        down = lambda value: top + PANEL - PANEL * value / scale[-1]  # noqa: E731, B023
        parts.append(f'<text x="{LEFT}" y="{top - 5}">{escape(name)} <tspan class="s">({escape(unit)})</tspan></text>')
        for value in scale:
            parts.append(f'<line class="g" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{down(value):.1f}" y2="{down(value):.1f}"/>'
                         f'<text class="s" x="{LEFT - 6}" y="{down(value) + 4:.1f}" text-anchor="end">{said(value)}</text>')
        for minute, _ in marks:
            parts.append(f'<line class="m" x1="{across(minute):.1f}" x2="{across(minute):.1f}" y1="{top}" y2="{top + PANEL}"/>')
        points = " ".join(f"{across(minute):.1f},{down(value):.1f}" for minute, value in zip(minutes, values))
        parts.append(f'<polyline class="l" points="{points}"/>')
    bottom = TOP + len(panels) * (PANEL + GAP)
    for value in steps(last):
        if value <= last:
            parts.append(f'<text class="s" x="{across(value):.1f}" y="{bottom}" text-anchor="middle">{said(value)}</text>')
    legend = "; ".join(dict.fromkeys(what for _, what in marks))
    parts.append(f'<text class="s" x="{LEFT}" y="{bottom + 22}">minuten{escape("; onderbroken lijnen: " + legend if legend else "")}</text></svg>')
    return "\n".join(parts) + "\n"
