using System.Diagnostics;
using System.Globalization;
using Lessons.TestRun;

const string Usage = "Usage: test-run quick|published|all|rest [TIMES]. Runs the built tests TIMES times (default 1).";

if (args is not [var name, ..]
    || Plan.Find(name) is not { } plan
    || !int.TryParse(args.ElementAtOrDefault(1) ?? "1", NumberStyles.None, CultureInfo.InvariantCulture, out var times))
{
    await Console.Error.WriteLineAsync(Usage);
    return 2;
}

var isWell = true;
for (var i = 0; i < times; i++)
{
    var clock = Stopwatch.StartNew();
    var results = await new Run(plan).RunAsync();
    isWell &= Summary.Write(plan, results, clock.Elapsed);
}

return isWell ? 0 : 1;
