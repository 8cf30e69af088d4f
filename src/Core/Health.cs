using Portable.Http;

namespace Lessons;

/// <summary>
/// Reports whether Redis responds. Each request sends one PING. Clients without a session may call this route, so the reason
/// of a failure goes only to the log.
/// </summary>
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
