#!/usr/bin/env python3
"""Draws bench/plots from bench/results: cold starts, warm latency, growth. The same values make the same files.

Usage: bench/plot.py
"""
import data, svg

NAMES = {"ours": "this service", "floor": "floor", "go": "article's Go*"}
GO_NOTE = "* the article's Go program, measured elsewhere on such a machine (bench/article-go.json)"


def candidates(result, variant=""):
    """Yields the candidates that have the variant: name, class of the colour, values."""
    for name in sorted(result["candidates"], key=lambda name: (not name.startswith("ours"), not name.startswith("floor"), name)):
        kind, _, rest = name.partition(",")
        if (f",{rest}" if rest else "") == variant:
            yield NAMES.get(kind, kind), kind.split()[0], result["candidates"][name]


def notes(result, name, about, *more):
    return [about, *more, data.machine(result), f"{result['date'][:10]}, bench/results/{name}.json"]


def cold_start(result):
    bars = [(name + over, kind, values) for variant, over in ((", TLS", ", over TLS"), ("", "")) for name, kind, values in candidates(result, variant)]
    bottom = 52 + 30 * len(bars)
    axis = svg.Linear(1.12 * max(data.quartiles(values["firstAnswerMs"])[1] for _, _, values in bars), 190, svg.WIDTH - 30)
    parts = svg.horizontal(axis, bottom, 50, "ms from spawn: to the first poll (full), to the first login answered (faint); the stroke is the quartiles' range")
    for i, (name, kind, values) in enumerate(bars):
        y, total = 58 + 30 * i, data.median(values["firstAnswerMs"])
        first = data.median(values.get("firstPollMs", [total]))
        below, above = (axis.place(value) for value in data.quartiles(values["firstAnswerMs"]))
        parts += [svg.text(180, y + 14, name, anchor="end"), svg.bar(axis.place(0), y, axis.place(first) - axis.place(0), 19, kind),
                  svg.bar(axis.place(first), y, axis.place(total) - axis.place(first), 19, f"{kind} faint"),
                  *([svg.line(below, y + 9.5, above, y + 9.5, "ink")] if above > below else []), svg.text(above + 6, y + 14, f"{total:.1f}")]
    about = f"Lambda bootstraps on loopback, medians of {len(bars[0][2]['firstAnswerMs'])} spawns in turn; floor: the least that a Native AOT process does"
    return svg.page(bottom + 113, "Lambda: cold start", parts, notes(result, "lambda", about, GO_NOTE))


def latency(result):
    lines = [(name + over, f"{kind} {dash}", values) for variant, over, dash in (("", "", ""), (", TLS", ", over TLS", "dashed hollow")) for name, kind, values in candidates(result, variant)]
    x = svg.Logarithmic([percentile for _, _, values in lines for percentile in values.get("warmMs", [])[:100]], 70, svg.WIDTH - 30)
    y = svg.Linear(100, 320, 75)
    parts = svg.horizontal(x, 320, 75, "ms from an invocation's hand-over to its answer") + svg.vertical(y, 70, svg.WIDTH - 30, "% of the calls answered")
    for i, (name, kind, values) in enumerate(lines):
        height = 190 + 20 * i
        if "warmMs" in values:
            parts.append(svg.curve([(x.place(value), y.place(percent)) for percent, value in enumerate(values["warmMs"][:100])], kind))
            parts.append(svg.curve([(560, height - 4), (590, height - 4)], kind))
        else:
            parts += [svg.dot(x.place(values[quantity][0]), y.place(percent), kind) for quantity, percent in (("warmP50Ms", 50), ("warmP99Ms", 99)) if quantity in values]
            parts.append(svg.dot(575, height - 4, kind))
        parts.append(svg.text(600, height, name))
    about = "Lambda, GET /lessons/completed with ten lessons, 500 calls in each of five processes; of Go only p50 and p99 are known"
    return svg.page(430, "Lambda: latency of a warm call", parts, notes(result, "lambda", about, GO_NOTE))


def growth(result):
    parts = []
    for column, (of, name) in enumerate((("lessons", "completed lessons, listed by 32 connections"), ("connections", "connections, listing ten lessons"))):
        left, right = 75 + 370 * column, 365 + 370 * column
        points = result[of]
        x = svg.Logarithmic([point[of] for point in points], left, right)
        for top, bottom, title, quantities in ((75, 205, "requests a second", [("requestsPerSecond", "ours")]), (260, 390, "ms: p50 (full), p99 (dashed)", [("p50Ms", "ours"), ("p99Ms", "ours dashed")])):
            y = svg.Logarithmic([point[quantity] for point in result["lessons"] + result["connections"] for quantity, _ in quantities], bottom, top)
            parts += svg.horizontal(x, bottom, top, name if bottom == 390 else "") + svg.vertical(y, left, right, title)
            for quantity, kind in quantities:
                places = [(x.place(point[of]), y.place(point[quantity])) for point in points]
                parts += [svg.curve(places, kind), *(svg.dot(*place, "ours") for place in places)]
    return svg.page(490, "Kestrel: growth with lessons and connections", parts, notes(result, "growth", "GET /lessons/completed: server, redis-server and client on one machine"))


def main():
    folder = data.HERE / "plots"
    folder.mkdir(exist_ok=True)
    for name, of, draw in (("cold-start", "lambda", cold_start), ("latency", "lambda", latency), ("growth", "growth", growth)):
        if (result := data.load(of)) is None:
            print(f"bench/results/{of}.json does not exist, so bench/plots/{name}.svg is not drawn.")
            continue
        (folder / f"{name}.svg").write_text(draw(result))
        print(f"bench/plots/{name}.svg")


if __name__ == "__main__":
    main()
