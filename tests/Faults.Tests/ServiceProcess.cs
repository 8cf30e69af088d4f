using System.Globalization;
using Lessons.TestKit;

namespace Lessons.Faults;

/// <summary>The process in which the service runs. On Lambda and Azure it is the child process of the tool that replaces the platform.</summary>
internal sealed class ServiceProcess(string host, RunningHost service)
{
    // lambda-local --freeze stops the bootstrap process between requests.
    private readonly bool _isFrozenByItsPlatform = host == "lambda-published";

    private readonly int _id = host.StartsWith("kestrel", StringComparison.Ordinal) ? service.Process.Id : service.Process.Children().Single();

    public int ThreadCount => int.Parse(Status("Threads:"), CultureInfo.InvariantCulture);

    public int MemoryMegabytes => int.Parse(Status("VmRSS:").Split(' ')[0], CultureInfo.InvariantCulture) / 1024;

    public Task FreezeAsync()
    {
        if (!_isFrozenByItsPlatform)
            UnixSignal.Send(_id, UnixSignal.Stop);
        return Eventually.HoldsAsync("the process is frozen", () => Task.FromResult(Status("State:")[0] == 'T'));
    }

    public void Thaw()
    {
        if (!_isFrozenByItsPlatform)
            UnixSignal.Send(_id, UnixSignal.Continue);
    }

    private string Status(string field) =>
        File.ReadLines($"/proc/{_id}/status").First(line => line.StartsWith(field, StringComparison.Ordinal))[field.Length..].Trim();
}
