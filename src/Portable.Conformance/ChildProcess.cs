using System.Diagnostics;
using System.Threading.Channels;

namespace Portable.Conformance;

/// <summary>A process under test, and every line that the process has written so far.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
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

    /// <summary>The id of the process.</summary>
    public int Id => _process.Id;

    /// <summary>Whether the process has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Every line of the standard output and of the standard error so far, joined by line feeds.</summary>
    public string Output => Log.Output;

    internal HostLog Log { get; } = new();

    /// <summary>Starts a program. It inherits the variables of this process, apart from those in <paramref name="environment"/>.</summary>
    /// <param name="program">The path of the program, or its name in the PATH.</param>
    /// <param name="arguments">The arguments, unquoted.</param>
    /// <param name="environment">Sets these variables. A null value removes the variable.</param>
    /// <param name="workingFolder">The folder in which the program runs; null for the folder of this process.</param>
    /// <param name="input">The whole standard input; null to inherit the input of this process.</param>
    public static ChildProcess Start(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? workingFolder = null,
        string? input = null)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = input is not null,
            WorkingDirectory = workingFolder ?? "",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
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
    /// <exception cref="TimeoutException">No line contains the text within <see cref="Eventually.Bound"/>.</exception>
    /// <exception cref="InvalidOperationException">The process has ended without such a line.</exception>
    public Task<string> WaitForLineAsync(string text) => WaitForLineAsync(text, line => line.Contains(text, StringComparison.Ordinal));

    internal async Task<string> WaitForLineAsync(string text, Func<string, bool> isFound)
    {
        using var bound = new CancellationTokenSource(Eventually.Bound);
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync(bound.Token))
            {
                if (isFound(line))
                    return line;
            }
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException($"The process wrote no line with \"{text}\":\n{Output}", exception);
        }

        throw new InvalidOperationException($"The process ended without a line with \"{text}\":\n{Output}");
    }

    /// <inheritdoc cref="HostLog.FindLineAsync"/>
    public Task<string> FindLineAsync(params string[] texts) => Log.FindLineAsync(texts);

    /// <summary>Waits until the process has ended and its output has been read. Returns the exit code.</summary>
    /// <exception cref="TimeoutException">The process has not ended within <see cref="Eventually.Bound"/>.</exception>
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

    /// <summary>Kills the process, and waits until the process has ended. The processes that it has started go on.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await WaitForExitAsync();
    }

    /// <summary>Kills the process and the processes that it has started.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true); // A frozen child that is not killed would keep the output open.
            await WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            if (Interlocked.Increment(ref _ended) == 2) // Both standard output and standard error have ended.
                _lines.Writer.Complete();
            return;
        }

        Log.Add(line);
        _lines.Writer.TryWrite(line);
    }
}
