#!/usr/bin/env python3
"""Prints the values of bench/results as one table, or writes the table into FILE, between the two comments that mark its place.

Usage: bench/table.py [FILE]
"""
import pathlib, re, sys

import data

# For each row: its name, the file, the quantity in the file, and the variant of each candidate.
ROWS = [
    ("**Lambda, over TLS, mode `password`**: spawn to a first listing with a session, ms", "lambda", "firstAnswerMs", ", TLS, passwords"),
    ("spawn to a first login with a password, ms", "lambda", "firstAnswerMs", ", TLS, password login"),
    ("peak memory after the first listing, MiB", "lambda", "coldMemoryMiB", ", TLS, passwords"),
    ("warm listing of ten lessons, p50, ms", "lambda", "warmP50Ms", ", TLS, passwords"),
    ("warm listing, p99, ms", "lambda", "warmP99Ms", ", TLS, passwords"),
    ("CPU a warm listing, µs", "lambda", "warmCpuMicroseconds", ", TLS, passwords"),
    ("peak memory after 500 of them, MiB", "lambda", "warmMemoryMiB", ", TLS, passwords"),
    ("zip, x86-64, MB", "lambda", "zipMB", ""),
    ("zip, arm64, MB", "lambda", "zipArm64MB", ""),
    ("**Lambda, over TLS, mode `open`**: spawn to first login answered, ms", "lambda", "firstAnswerMs", ", TLS"),
    ("peak memory then, MiB", "lambda", "coldMemoryMiB", ", TLS"),
    ("**Lambda on loopback, mode `open`**: spawn to first `/next`, ms", "lambda", "firstPollMs", ""),
    ("first invocation, a login, ms", "lambda", "firstInvocationMs", ""),
    ("spawn to first login answered, ms", "lambda", "firstAnswerMs", ""),
    ("peak memory then, MiB", "lambda", "coldMemoryMiB", ""),
    ("warm listing of ten lessons, p50, ms", "lambda", "warmP50Ms", ""),
    ("CPU a warm listing, µs", "lambda", "warmCpuMicroseconds", ""),
    ("**Azure worker**: spawn to `StartStream`, ms", "azure", "firstSignMs", ""),
    ("spawn to first login answered, ms", "azure", "firstAnswerMs", ""),
    ("peak memory then, MiB", "azure", "coldMemoryMiB", ""),
    ("listings a second, 16 in flight on the stream", "azure", "invocationsPerSecond", ""),
    ("CPU a listing, µs", "azure", "cpuMicroseconds", ""),
    ("peak memory after them, MiB", "azure", "peakMemoryMiB", ""),
    ("listings a second over HTTP through the stand-in", "azure-http", "requestsPerSecond", ""),
    ("**Kestrel**: listings a second, 32 connections", "server", "requestsPerSecond", ""),
    ("the same by Kestrel and StackExchange.Redis alone, not by ours", "server", "requestsPerSecond", ", libraries alone"),
    ("p50, ms", "server", "p50Ms", ""),
    ("p99, ms", "server", "p99Ms", ""),
    ("CPU a listing, µs", "server", "cpuMicroseconds", ""),
    ("the same by the libraries alone", "server", "cpuMicroseconds", ", libraries alone"),
    ("peak memory, MiB", "server", "peakMemoryMiB", ""),
    ("`dotnet run`, already built, to first login answered, ms", "start", "firstAnswerMs", ""),
]
MARKS = re.compile(r"(<!-- bench/table.py [^\n]*-->\n).*?(<!-- end of the table -->)", re.DOTALL)


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def cell(values):
    if not values:
        return ""
    if len(values) == 1:
        return number(values[0])
    if len(values) < 4:
        return f"{number(min(values))} to {number(max(values))}"
    below, above = data.quartiles(values)
    return f"{number(data.median(values))} ({number(below)} to {number(above)})"


def ratio(ours, theirs):
    return f"{data.median(ours) / data.median(theirs):.2f}" if ours and theirs else ""


def rows(results):
    peers = sorted({candidate for result in results.values() for candidate in result["candidates"] if re.fullmatch(r"peer( \d+)?", candidate)})
    others = ["floor", "go", *peers]
    yield ["what", "ours", *(column for other in others for column in (data.GO if other == "go" else other, f"ours / {other}"))]
    for label, name, quantity, variant in ROWS:
        candidates = results.get(name, {}).get("candidates", {})
        # The floor has no variants. Each of our variants is compared with the same floor.
        values = {other: candidates.get(other if other == "floor" else other + variant, {}).get(quantity) for other in ["ours", *others]}
        if values["ours"]:
            yield [label, cell(values["ours"]), *(column for other in others for column in (cell(values[other]), ratio(values["ours"], values[other])))]


def markdown(lines, widths):
    lines.insert(1, ["-" * max(width, 3) for width in widths])
    return "\n".join("| " + " | ".join(text.ljust(width) for text, width in zip(line, widths)) + " |" for line in lines)


def sources(results):
    commands = {}
    for result in results.values():
        commands.setdefault(f"{data.machine(result)}; commit {result['commit']}", []).append(f"`{result['command']}`, {result['date'][:10]}")
    return " ".join(f"{machine}: {'; '.join(each)}." for machine, each in commands.items())


def main(file=None):
    results = {name: result for name in dict.fromkeys(row[1] for row in ROWS) if (result := data.load(name))}
    if not results:
        sys.exit("bench/results has no values: run make bench.")
    lines = list(rows(results))
    note = f"\n\nMedian (quartiles). {sources(results)}\n"
    if file is None:
        print(markdown(lines, [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]) + note, end="")
        return
    page = pathlib.Path(file)
    text, count = MARKS.subn(lambda marks: marks[1] + markdown(lines, [0] * len(lines[0])) + note + marks[2], page.read_text())
    if count != 1:
        sys.exit(f"{file} does not have the two comments that mark the table's place exactly once.")
    page.write_text(text)


if __name__ == "__main__":
    main(*sys.argv[1:])
