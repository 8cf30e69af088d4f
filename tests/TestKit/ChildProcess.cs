using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Lessons.TestKit;

/// <summary>A process under test, and every line that the process has written so far.</summary>
public sealed partial class ChildProcess : IAsyncDisposable
{
    private static readonly string[] Settings =
        ["PORT", "BIND_ADDRESS", "UPSTASH_REDIS_URL", "UPSTASH_REDIS_URL_PARAMETER", "REDIS_TIMEOUT_MS", "REDIS_CLUSTER", "LOGIN_MODE", "REGISTRATION", "SESSION_COOKIE_NAME", "SESSION_TTL", "SESSION_IDLE_TTL", "MAX_SESSIONS", "TRUST_PROXY", "LESSONS_FILE", "ALLOWED_ORIGINS", "MAX_LESSONS", "PROXY_HEADER", "AWS_LAMBDA_LOG_LEVEL", "AWS_ENDPOINT_URL_SSM"];

    private readonly Process _process;
    private readonly Lock _lock = new();
    private readonly List<string> _output = [];
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private int _ended;

    private ChildProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, e) => Keep(e.Data);
        process.ErrorDataReceived += (_, e) => Keep(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Output
    {
        get
        {
            lock (_lock)
                return string.Join('\n', _output);
        }
    }

    /// <summary>
    /// Starts a program with these variables. It does not inherit the service's settings from the test process. By default LOGIN_MODE is open
    /// and REDIS_TIMEOUT_MS is 8000.
    /// </summary>
    public static ChildProcess Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? workingFolder = null, string? input = null)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = input is not null,
            WorkingDirectory = workingFolder ?? "",
        };
        foreach (var name in Settings.Concat(info.Environment.Keys.Where(name => name.StartsWith("OTEL_", StringComparison.Ordinal)).ToList()))
            info.Environment.Remove(name);
        info.Environment["LOGIN_MODE"] = "open"; // Most tests use the article's routes. With an empty value the service uses its own default.
        info.Environment["REDIS_TIMEOUT_MS"] = "8000"; // Most tests do not measure time, and the machine may be busy.
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            info.Environment[name] = value;
        var process = new ChildProcess(Process.Start(info)!);
        if (input is not null)
        {
            process._process.StandardInput.Write(input);
            process._process.StandardInput.Close();
        }

        return process;
    }

    /// <summary>Waits for the next line that contains the text, and skips the lines before it.</summary>
    public async Task<string> WaitForLineAsync(string text)
    {
        using var bound = new CancellationTokenSource(Eventually.Bound);
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync(bound.Token))
            {
                if (line.Contains(text, StringComparison.Ordinal))
                    return line;
            }
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException($"The process wrote no line with \"{text}\":\n{Output}", exception);
        }

        throw new InvalidOperationException($"The process ended without a line with \"{text}\":\n{Output}");
    }

    /// <summary>
    /// Waits for a line that contains these texts, and searches every line since the start of the process, because several tests may share
    /// the process.
    /// </summary>
    public async Task<string> FindLineAsync(params string[] texts)
    {
        string? line = null;
        await Eventually.HoldsAsync($"a line with \"{string.Join("\" and \"", texts)}\"", () =>
        {
            lock (_lock)
                line = _output.Find(candidate => texts.All(text => candidate.Contains(text, StringComparison.Ordinal)));
            return Task.FromResult(line is not null);
        });
        return line!;
    }

    /// <summary>Waits until the process has ended and its output has been read. Returns the exit code.</summary>
    public async Task<int> WaitForExitAsync()
    {
        using var bound = new CancellationTokenSource(Eventually.Bound);
        try
        {
            await _process.WaitForExitAsync(bound.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException($"The process has not exited within {Eventually.Bound.TotalSeconds} s. Its output:\n{Output}", exception);
        }
    }

    /// <summary>Sends SIGTERM. Skips the running test on Windows, which has no signals.</summary>
    public void Terminate() => Signal(UnixSignal.Terminate);

    public void Signal(int signal) => Signal(_process.Id, signal);

    /// <summary>Sends a signal to the process group, as a terminal does. This process must be the leader of its group.</summary>
    public void SignalGroup(int signal) => Signal(-_process.Id, signal);

    /// <summary>The ids of the processes that this process has started.</summary>
    public int[] Children()
    {
        Needs.Linux("/proc");
        var children = Directory.GetDirectories($"/proc/{_process.Id}/task").Select(thread => File.ReadAllText(Path.Combine(thread, "children")));
        return [.. string.Concat(children).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
    }

    public static void Signal(int target, int signal)
    {
        Needs.Unix("signals");
        if (kill(target, signal) != 0)
            throw new InvalidOperationException($"Signal {signal} failed: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await WaitForExitAsync();
    }

    /// <summary>Kills the child processes of this process, and not the process itself.</summary>
    public async Task KillChildrenAsync()
    {
        foreach (var child in Children())
        {
            using var process = Process.GetProcessById(child);
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true); // A frozen child that is not killed would keep the output open.
            await WaitForExitAsync();
        }

        _process.Dispose();
    }

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int kill(int pid, int signal);

    private void Keep(string? line)
    {
        if (line is null)
        {
            if (Interlocked.Increment(ref _ended) == 2) // Both standard output and standard error have ended.
                _lines.Writer.Complete();
            return;
        }

        lock (_lock)
            _output.Add(line);
        _lines.Writer.TryWrite(line);
    }
}
