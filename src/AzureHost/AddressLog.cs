using Microsoft.Extensions.Logging;

namespace Lessons.AzureHost;

internal static partial class AddressLog
{
    [LoggerMessage(
        400,
        LogLevel.Warning,
        "The Functions host hides the addresses of clients. Whoever tries ten wrong passwords locks an account for everyone for five minutes, "
        + "nothing bounds how many accounts one client tries, "
        + "and all clients together have 50 registrations in five minutes. Set TRUST_PROXY=true and PROXY_HEADER to the header in which the "
        + "platform's front end names the client, or REGISTRATION=closed")]
    public static partial void AddressesHidden(ILogger logger);
}
