using Lessons.AzureHost.Protocol;
using Lessons.TestKit;

namespace Lessons.Tests;

/// <summary>The worker's program with a Functions host and a Redis of its own.</summary>
internal sealed class RunningWorker : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly EmbeddedRedisServer _redis;
    private int _invocations;

    private RunningWorker()
    {
        _redis = EmbeddedRedisServer.Start(_folder.Path);
        Proxy = TcpProxy.Start(_redis.Port);
    }

    public FunctionsHost Host { get; private set; } = null!;

    public ChildProcess Process { get; private set; } = null!;

    public WorkerSession Session { get; private set; } = null!;

    /// <summary>The line to Redis.</summary>
    public TcpProxy Proxy { get; }

    /// <summary>A worker that has introduced itself, and been asked nothing yet.</summary>
    public static async Task<RunningWorker> StartAsync(params (string, string)[] settings)
    {
        var worker = new RunningWorker { Host = await FunctionsHost.StartAsync() };
        worker.Process = WorkerProgram.Start(worker.Host.Port, [("UPSTASH_REDIS_URL", worker.Proxy.Url), .. settings]);
        worker.Session = await worker.Host.AcceptAsync();
        await worker.Session.NextAsync(); // StartStream
        return worker;
    }

    /// <summary>A worker that is ready for invocations.</summary>
    public static async Task<RunningWorker> StartReadyAsync(params (string, string)[] settings)
    {
        var worker = await StartAsync(settings);
        await worker.Session.InitAsync();
        return worker;
    }

    /// <summary>The answer to one request, in a successful invocation.</summary>
    public async Task<RpcHttp> SendAsync(RpcHttp request) => await AnswerAsync(Session.InvokeAsync(Requests.Invocation($"id-{Interlocked.Increment(ref _invocations)}", request)));

    public static async Task<RpcHttp> AnswerAsync(Task<InvocationResponse> invocation)
    {
        var response = await invocation;
        Xunit.Assert.Equal(StatusResult.Types.Status.Success, response.Result.Status);
        return response.ReturnValue.Http;
    }

    /// <summary>Opens a session and returns it as a Cookie header.</summary>
    public async Task<string> LoginAsync(string userId)
    {
        var cookie = (await SendAsync(Requests.Http("GET", $"/login?userId={userId}"))).Cookies.Single();
        return $"{cookie.Name}={cookie.Value}";
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        await Host.DisposeAsync();
        Proxy.Dispose();
        _redis.Dispose();
        _folder.Dispose();
    }
}
