using Portable.Http;

namespace Portable.Lambda;

/// <summary>One format of events: the event to our request, and our response to the answer that the service expects.</summary>
internal interface IEventAdapter
{
    /// <summary>The largest answer, in bytes of JSON, that the service in front of the function takes.</summary>
    int MaxAnswer { get; }

    /// <exception cref="UnsupportedEventException">The event has no method or no path, or its body is not base64.</exception>
    AppRequest ToRequest(LambdaEvent source, string requestId);

    ReadOnlyMemory<byte> ToAnswer(AppResponse response);
}
