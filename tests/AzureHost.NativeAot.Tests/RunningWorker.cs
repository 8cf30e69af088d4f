using Lessons.TestKit;
using Portable.AzureFunctions.Protocol;

namespace Lessons.Tests;

/// <summary>The worker's program with its own Functions host and its own Redis.</summary>
internal sealed class RunningWorker : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly EmbeddedRedisServer _redis;
    private TcpProxy? _hostLine;
    private int _invocations;

    private RunningWorker()
    {
        _redis = EmbeddedRedisServer.Start(_folder.Path, hasPassword: false);
        Proxy = TcpProxy.Start(_redis.Port);
    }

    public ScriptedFunctionsHost Host { get; private set; } = null!;

    public ChildProcess Process { get; private set; } = null!;

    public WorkerSession Session { get; private set; } = null!;

    /// <summary>The proxy of the connection to Redis.</summary>
    public TcpProxy Proxy { get; }

    public int RedisPort => _redis.Port;

    /// <summary>The proxy of the connection to the host.</summary>
    public TcpProxy HostLine => _hostLine!;

    /// <summary>
    /// Starts a worker that has sent StartStream and received no message yet. By default, REDIS_TIMEOUT_MS
    /// is 30 seconds, the largest valid value.
    /// </summary>
    public static async Task<RunningWorker> StartAsync(params (string, string)[] settings)
    {
        var worker = new RunningWorker { Host = await ScriptedFunctionsHost.StartAsync() };
        worker._hostLine = TcpProxy.Start(worker.Host.Port);
        worker.Process = WorkerProgram.Start(worker.HostLine.Port, [("UPSTASH_REDIS_URL", worker.Proxy.Url), ("REDIS_TIMEOUT_MS", "30000"), .. settings]);
        worker.Session = await worker.Host.AcceptAsync();
        await worker.Session.NextAsync(); // StartStream
        return worker;
    }

    /// <summary>Starts a worker that is ready for invocations.</summary>
    public static async Task<RunningWorker> StartReadyAsync(params (string, string)[] settings)
    {
        var worker = await StartAsync(settings);
        await worker.Session.InitAsync();
        return worker;
    }

    /// <summary>Sends a request and returns the answer of its invocation, which must succeed.</summary>
    public async Task<RpcHttp> SendAsync(RpcHttp request) => await AnswerAsync(Session.InvokeAsync(RpcRequests.Invocation($"id-{Interlocked.Increment(ref _invocations)}", request)));

    public static async Task<RpcHttp> AnswerAsync(Task<InvocationResponse> invocation)
    {
        var response = await invocation;
        Xunit.Assert.Equal(StatusResult.Types.Status.Success, response.Result.Status);
        return response.ReturnValue.Http;
    }

    /// <summary>Opens a session and returns the value of its Cookie header.</summary>
    public async Task<string> LoginAsync(string userId)
    {
        var cookie = (await SendAsync(RpcRequests.Http("GET", $"/login?userId={userId}"))).Cookies.Single();
        return $"{cookie.Name}={cookie.Value}";
    }

    /// <summary>Sends a request whose Redis command <see cref="Proxy"/> holds until it is released. Returns when the worker has sent the command.</summary>
    public async Task<Task<InvocationResponse>> HangAsync(string id)
    {
        var cookie = await LoginAsync("lambros");
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Proxy.Hold();
        Proxy.OnRequest = () => asked.TrySetResult();
        var answer = Session.InvokeAsync(RpcRequests.Invocation(id, RpcRequests.Http("GET", "/lessons/completed", ("cookie", cookie))));
        await asked.Task.WaitAsync(Eventually.Bound);
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        HostLine.Dispose();
        await Host.DisposeAsync();
        Proxy.Dispose();
        _redis.Dispose();
        _folder.Dispose();
    }
}
