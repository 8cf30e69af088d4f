using Portable.Http;

namespace Lessons;

/// <summary>Tells whether Redis answers, by one PING a request. Strangers may ask: why it does not is for the log only.</summary>
internal sealed class Health(Func<CancellationToken, Task> pingAsync)
{
    public static readonly StoreFailure Failure = new("PING", Answer(503, "unavailable"));

    private static readonly AppResponse Ok = Answer(200, "ok");

    public async ValueTask<AppResponse> HandleAsync(AppRequest request, CancellationToken cancellationToken)
    {
        await pingAsync(cancellationToken);
        return Ok;
    }

    private static AppResponse Answer(int status, string text) => AppResponse.Json(status, json => json.WriteString("Status"u8, text));
}
