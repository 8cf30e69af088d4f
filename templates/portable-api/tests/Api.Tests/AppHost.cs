using System.Reflection;
using Portable.Conformance;
using Xunit;

namespace MyApi.Tests;

/// <summary>A built program, as a class fixture. The program starts before the first test of the class, and ends after the last one.</summary>
/// <param name="program">The path of the program, or its name in the PATH.</param>
/// <param name="arguments">The arguments of the program.</param>
public abstract class AppHost(string program, params string[] arguments) : IAsyncLifetime
{
#if (redis)
    private RunningRedis? _redis;
#endif
    private RunningHost? _running;

    /// <summary>The running program.</summary>
    public RunningHost Running => _running ?? throw new InvalidOperationException("The program has not started.");

#if (tools)
    /// <summary>Starts the program in the folder of the solution, where <c>dotnet tool run</c> finds the tools.</summary>
#else
    /// <summary>Starts the program in the folder of the solution.</summary>
#endif
    public async ValueTask InitializeAsync()
    {
        // A setting of this machine must not reach the program. A null value removes the variable.
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["PORT"] = "0",
#if (kestrel)
            ["BIND_ADDRESS"] = null,
#endif
#if (lambda)
            ["INVOKE_MODE"] = null,
#endif
#if (lambda && redis)
            ["UPSTASH_REDIS_URL_PARAMETER"] = null,
#endif
        };
#if (redis)
        _redis = await RunningRedis.StartAsync();
        environment["UPSTASH_REDIS_URL"] = _redis.Url;
#endif
        _running = await RunningHost.WaitForAsync(ChildProcess.Start(program, arguments, environment, Metadata("Solution")));
    }

    /// <summary>Ends the program.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_running is not null)
            await _running.DisposeAsync();
#if (redis)
        if (_redis is not null)
            await _redis.DisposeAsync();
#endif
        GC.SuppressFinalize(this);
    }

    /// <summary>Returns the path of a built program, or of its folder if no program is given.</summary>
    protected static string Built(string project, string? program = null)
    {
        var folder = Path.Combine(Metadata("Programs"), project, Metadata("Configuration"));
        return program is null ? folder : Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program);
    }

    private static string Metadata(string key) =>
        typeof(AppHost).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
