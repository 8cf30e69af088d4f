using Microsoft.Extensions.Logging;
using Portable.Http;
using Portable.Redis;

namespace Lessons;

/// <summary>Tells whether Redis answers, by one PING a request. Strangers may ask: why it does not is for the log only.</summary>
internal sealed class Health(Func<CancellationToken, Task> pingAsync, ILogger logger)
{
    private static readonly AppResponse Ok = Answer(200, "ok");
    private static readonly AppResponse Unavailable = Answer(503, "unavailable");

    public async ValueTask<AppResponse> HandleAsync(AppRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await pingAsync(cancellationToken);
            return Ok;
        }
        catch (StoreException exception)
        {
            Log.StoreFailed(logger, "PING", exception.Reason, request.RequestId);
            return Unavailable;
        }
    }

    private static AppResponse Answer(int status, string text) => AppResponse.Json(status, json => json.WriteString("Status"u8, text));
}
