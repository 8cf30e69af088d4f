#!/usr/bin/env python3
"""Writes measurements to bench/results/NAME.json, with machine, date and commit.

Usage: bench/record.py NAME COMMAND [CANDIDATE.QUANTITY=VALUE]... < JSON
JSON is {"candidate": {"quantityUnit": [values]}}. COMMAND is the command that measured the values.
"""
import datetime, json, os, pathlib, platform, re, statistics, subprocess, sys

FOLDER = pathlib.Path(__file__).parent / "results"


def output(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=FOLDER.parent).stdout.strip()


def machine():
    return {
        "cores": os.cpu_count(),
        "cpu": re.search(r"(?m)^(?:model name|CPU part)\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())[1],
        "kernel": platform.release(),
        "os": platform.freedesktop_os_release()["PRETTY_NAME"],
        "dotnet": output("dotnet", "--version"),
    }


def commit():
    changed = output("git", "status", "--porcelain", "--", "../src", "*.cs")
    return output("git", "rev-parse", "--short", "HEAD") + (" with changes" if changed else "")


def percentiles(values):
    """Keeps only the percentiles of more than 500 values. Median and quartiles stay the same."""
    if len(values) <= 500:
        return [round(value, 3) for value in values]
    return [round(value, 3) for value in (min(values), *statistics.quantiles(values, n=100, method="inclusive"), max(values))]


def record(name, command, candidates):
    kept = {candidate: {quantity: percentiles(values) for quantity, values in quantities.items()} for candidate, quantities in candidates.items()}
    date = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    text = json.dumps({"machine": machine(), "date": date, "commit": commit(), "command": command, "candidates": kept}, indent=2)
    text = re.sub(r"\[[^\[\]{}\"]*\]", lambda numbers: re.sub(r"\s+", " ", numbers[0]).replace("[ ", "[").replace(" ]", "]"), text)  # Each list is on one line.
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.json").write_text(text + "\n")


if __name__ == "__main__":
    measured = json.load(sys.stdin)
    for candidate, quantity, value in (re.split("[.=]", argument, maxsplit=2) for argument in sys.argv[3:]):
        measured[candidate][quantity] = [float(value)]
    record(sys.argv[1], sys.argv[2], measured)
