"""Reads the measurements that bench/record.py wrote, for table.py and plot.py."""
import json, pathlib, statistics

HERE = pathlib.Path(__file__).parent
GO = "Go (article's program, measured elsewhere)"


def load(name):
    """Returns one file of bench/results. The article's figures are added to its candidates. Returns None if the file does not exist."""
    file = HERE / "results" / f"{name}.json"
    if not file.exists():
        return None
    result = json.loads(file.read_text())
    result.setdefault("candidates", {}).update(json.loads((HERE / "article-go.json").read_text()).get(name, {}))
    return result


def median(values):
    return statistics.median(values)


def quartiles(values):
    if len(values) < 2:
        return values[0], values[0]
    below, _, above = statistics.quantiles(values, n=4, method="inclusive")
    return below, above


def machine(result):
    of = result["machine"]
    if isinstance(of, str):
        return of
    return f"{of['cores']} cores ({of['cpu']}), Linux {of['kernel']}, {of['os']}, .NET SDK {of['dotnet']}"
