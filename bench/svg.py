"""Makes the marks and the axes of the drawings."""
import math

WIDTH = 760

# Each drawing has its own background, so that it is readable on any page. The background is dark if the reader's system is dark.
LIGHT = {"ink": "#1f2328", "soft": "#59636e", "page": "#ffffff", "grid": "#d1d9e0", "ours": "#0969da", "floor": "#818b98", "go": "#bc4c00", "peer": "#8250df"}
DARK = {"ink": "#f0f6fc", "soft": "#9198a1", "page": "#0d1117", "grid": "#3d444d", "ours": "#4493f8", "floor": "#9198a1", "go": "#f0883e", "peer": "#ab7df8"}


def colours(of):
    candidates = " ".join(f".{name} {{ fill: {of[name]}; stroke: {of[name]} }}" for name in ("ours", "floor", "go", "peer"))
    return f"text {{ fill: {of['ink']} }} .soft {{ fill: {of['soft']} }} .page {{ fill: {of['page']}; stroke: {of['grid']} }} .grid {{ stroke: {of['grid']} }} .ink {{ stroke: {of['ink']} }} {candidates}"


STYLE = f"""text {{ font: 13px -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif }}
.title {{ font-size: 16px; font-weight: 600 }} .small {{ font-size: 11px }}
{colours(LIGHT)}
@media (prefers-color-scheme: dark) {{ {colours(DARK)} }}
.bar {{ stroke: none }} .faint {{ opacity: 0.55 }} .dashed {{ stroke-dasharray: 6 4 }} .line {{ fill: none; stroke-width: 2.5 }} .ink {{ stroke-width: 1.5 }}
circle.hollow {{ fill: none; stroke-width: 2; stroke-dasharray: none }}"""


def text(x, y, content, kind="", anchor="start"):
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}">{content}</text>'


def line(x1, y1, x2, y2, kind):
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{kind}"/>'


def bar(x, y, width, height, kind):
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" class="{kind} bar"/>'


def curve(points, kind):
    return f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}" class="{kind} line"/>'


def dot(x, y, kind):
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" class="{kind}"/>'


def page(height, title, parts, notes):
    notes = [text(20, height - 14 - 15 * (len(notes) - 1 - i), note, "small soft") for i, note in enumerate(notes)]
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img">',
        f"<title>{title}</title>", f"<style>\n{STYLE}\n</style>",
        f'<rect x="0.5" y="0.5" width="{WIDTH - 1}" height="{height - 1}" rx="6" class="page"/>',
        text(20, 30, title, "title"), *parts, *notes, "</svg>", ""])


class Linear:
    """An axis from 0 to the highest value."""
    def __init__(self, highest, start, end):
        step = next(step for power in range(-3, 7) for digit in (1, 2, 5) if highest / (step := digit * 10.0 ** power) <= 8)
        self.ticks = [step * i for i in range(int(highest / step) + 1)]
        self.place = lambda value: start + (end - start) * value / highest


class Logarithmic:
    """An axis in powers of ten around the values. With at most two powers it also has ticks at 2 and 5."""
    def __init__(self, values, start, end):
        low, high = math.floor(math.log10(min(values)) + 1e-9), math.ceil(math.log10(max(values)) - 1e-9)
        high = max(high, low + 1)
        self.ticks = [digit * 10.0 ** power for power in range(low, high + 1) for digit in ((1,) if high - low > 2 else (1, 2, 5)) if digit * 10.0 ** power <= 10.0 ** high]
        self.place = lambda value: start + (end - start) * (math.log10(value) - low) / (high - low)


def number(value):
    return f"{value:,.10g}"


def horizontal(axis, y, top, name):
    """Draws the ticks below the axis, the lines up to the top, and the name below the ticks."""
    middle = (axis.place(axis.ticks[0]) + axis.place(axis.ticks[-1])) / 2
    return [*(line(axis.place(tick), y, axis.place(tick), top, "grid") for tick in axis.ticks),
            *(text(axis.place(tick), y + 17, number(tick), "small soft", "middle") for tick in axis.ticks), text(middle, y + 35, name, "small", "middle")]


def vertical(axis, x, right, name):
    return [*(line(x, axis.place(tick), right, axis.place(tick), "grid") for tick in axis.ticks),
            *(text(x - 7, axis.place(tick) + 4, number(tick), "small soft", "end") for tick in axis.ticks), text(x - 40, axis.place(axis.ticks[-1]) - 12, name, "small")]
