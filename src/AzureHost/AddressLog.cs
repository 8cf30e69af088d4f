using Microsoft.Extensions.Logging;

namespace Lessons.AzureHost;

internal static partial class AddressLog
{
    [LoggerMessage(
        400,
        LogLevel.Warning,
        "The Functions host hides the addresses of clients. Ten wrong passwords from any client lock an account for everyone for five minutes. "
        + "One client can try any number of accounts. "
        + "All clients together can make 50 registrations in five minutes. Set TRUST_PROXY=true, and set PROXY_HEADER to the header in which the "
        + "platform's front end writes the client's address. Or set REGISTRATION=closed")]
    public static partial void AddressesHidden(ILogger logger);
}
