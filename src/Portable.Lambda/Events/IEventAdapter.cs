using Portable.Http;

namespace Portable.Lambda;

/// <summary>Converts events of one format to requests, and responses to the payload that the service in front of the function expects.</summary>
internal interface IEventAdapter
{
    /// <summary>The largest response, in bytes of JSON, that the service in front of the function accepts.</summary>
    int MaxAnswer { get; }

    /// <exception cref="UnsupportedEventException">The event has no method or no path, or its body is not base64.</exception>
    AppRequest ToRequest(LambdaEvent source, string requestId);

    ReadOnlyMemory<byte> ToAnswer(AppResponse response);
}
