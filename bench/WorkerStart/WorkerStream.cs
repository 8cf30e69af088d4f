using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Google.Protobuf;
using Grpc.Core;
using Lessons.ColdStart;
using Portable.AzureFunctions.Protocol;
using Kind = Portable.AzureFunctions.Protocol.StreamingMessage.ContentOneofCase;

namespace Lessons.WorkerStart;

/// <summary>
/// The conversation with one worker, by one caller at a time. A worker with an HTTP server of its own (HttpUri) gets the requests by
/// HTTP, and an invocation beside each.
/// </summary>
internal sealed class WorkerStream(IAsyncStreamReader<StreamingMessage> reader, IServerStreamWriter<StreamingMessage> writer) : IDisposable
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _limit = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<RpcHttp> _httpAnswers = Channel.CreateUnbounded<RpcHttp>();
    private HttpMessageInvoker? _http;
    private string _httpUri = "";
    private string _trigger = "";
    private int _lastId;

    public Task Closed => _closed.Task;

    /// <summary>Ends the stream.</summary>
    public void Dispose()
    {
        _closed.TrySetResult();
        _limit.Dispose();
        _http?.Dispose();
    }

    /// <summary>From StartStream to a function that takes invocations.</summary>
    public async Task OpenAsync()
    {
        await writer.WriteAsync(new() { WorkerInitRequest = new() { HostVersion = "4.0.0.0" } });
        var capabilities = (await ReceiveAsync(Kind.WorkerInitResponse)).WorkerInitResponse.Capabilities;
        if (capabilities.TryGetValue("HttpUri", out var uri))
            (_httpUri, _http) = (uri, new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }));
        await writer.WriteAsync(new() { FunctionsMetadataRequest = new() });
        var function = (await ReceiveAsync(Kind.FunctionMetadataResponse)).FunctionMetadataResponse.FunctionMetadataResults.Single();
        using var binding = JsonDocument.Parse(function.RawBindings[0]);
        _trigger = binding.RootElement.GetProperty("name").GetString()!;
        await writer.WriteAsync(new() { FunctionLoadRequest = new() { FunctionId = function.FunctionId, Metadata = Metadata(function) } });
        await ReceiveAsync(Kind.FunctionLoadResponse);
        FunctionId = function.FunctionId;
    }

    public string FunctionId { get; private set; } = "";

    public async Task<RpcHttp> InvokeAsync(RpcHttp request)
    {
        await SendAsync(request);
        return await AnswerAsync();
    }

    public Task SendAsync(RpcHttp request)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"00000000-0000-4000-8000-{++_lastId:d12}");
        if (_http is not null)
            _ = ForwardAsync(_http, id, request);
        return writer.WriteAsync(new()
        {
            InvocationRequest = new()
            {
                InvocationId = id,
                FunctionId = FunctionId,
                TraceContext = new() { TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00" },
                InputData = { new ParameterBinding { Name = _trigger, Data = new() { Http = _http is null ? request : new() } } },
            },
        });
    }

    /// <summary>The next answer, whichever invocation's it is.</summary>
    public async Task<RpcHttp> AnswerAsync()
    {
        var response = (await ReceiveAsync(Kind.InvocationResponse)).InvocationResponse;
        if (_http is not null)
            return await _httpAnswers.Reader.ReadAsync().AsTask().WaitAsync(Limit);
        return response.ReturnValue?.Http ?? throw new BenchmarkException($"The worker answered {response}");
    }

    /// <summary>The next message but a log line.</summary>
    public async Task<StreamingMessage> ReceiveAsync(Kind kind)
    {
        while (await MoveNextAsync(kind))
        {
            if (reader.Current.ContentCase == kind)
                return reader.Current;
            if (reader.Current.ContentCase != Kind.RpcLog)
                throw new BenchmarkException($"The worker sent {reader.Current} and not {kind}.");
        }

        throw new BenchmarkException($"The worker left before it had sent {kind}.");
    }

    private RpcFunctionMetadata Metadata(RpcFunctionMetadata function) => new()
    {
        Name = function.Name,
        EntryPoint = function.EntryPoint,
        ScriptFile = function.ScriptFile,
        Bindings = { [_trigger] = new BindingInfo { Type = "httpTrigger" } },
    };

    private async Task ForwardAsync(HttpMessageInvoker http, string id, RpcHttp request)
    {
        try
        {
            _httpAnswers.Writer.TryWrite(await SendWhenListeningAsync(http, id, request));
        }
        catch (HttpRequestException exception)
        {
            _httpAnswers.Writer.TryComplete(new BenchmarkException($"The worker's HTTP server did not answer: {exception.Message}"));
        }
    }

    // A worker says where it will listen before it does.
    private async Task<RpcHttp> SendWhenListeningAsync(HttpMessageInvoker http, string id, RpcHttp request)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await SendAsync(http, id, request);
            }
            catch (HttpRequestException exception)
                when (exception.HttpRequestError == HttpRequestError.ConnectionError && Stopwatch.GetElapsedTime(start) < Limit)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1));
            }
        }
    }

    // The answer in the form in which other workers send it.
    private async Task<RpcHttp> SendAsync(HttpMessageInvoker http, string id, RpcHttp request)
    {
        var target = request.Url[request.Url.IndexOf('/', "https://".Length)..];
        using var message = new HttpRequestMessage(HttpMethod.Parse(request.Method), _httpUri.TrimEnd('/') + target);
        foreach (var (name, value) in request.NullableHeaders)
            message.Headers.TryAddWithoutValidation(name, value.Value);
        message.Headers.TryAddWithoutValidation("x-ms-invocation-id", id);
        using var response = await http.SendAsync(message, CancellationToken.None);
        var answer = new RpcHttp
        {
            StatusCode = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture),
            Body = new() { Bytes = ByteString.CopyFrom(await response.Content.ReadAsByteArrayAsync()) },
        };
        if (response.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            foreach (var pair in cookies.Select(cookie => cookie.Split(';')[0].Split('=', 2)))
                answer.Cookies.Add(new RpcHttpCookie { Name = pair[0], Value = pair[1] });
        }

        return answer;
    }

    private async Task<bool> MoveNextAsync(Kind kind)
    {
        _limit.CancelAfter(Limit); // one timer, set anew
        try
        {
            return await reader.MoveNext(_limit.Token);
        }
        catch (Exception exception) when (_limit.IsCancellationRequested && exception is OperationCanceledException or Grpc.Core.RpcException)
        {
            throw new BenchmarkException($"The worker sent no {kind} within {Limit.TotalSeconds} seconds.");
        }
    }
}
