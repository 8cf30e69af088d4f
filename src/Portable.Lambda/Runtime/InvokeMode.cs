namespace Portable.Lambda;

/// <summary>
/// The invoke mode of the Function URL. No event contains the mode, so the environment variable INVOKE_MODE must have the same value
/// as the Function URL.
/// </summary>
internal enum InvokeMode
{
    /// <summary>BUFFERED: the function sends a response as one JSON object, of at most 6 MB.</summary>
    Buffered,

    /// <summary>RESPONSE_STREAM: the function sends status and headers as JSON, then the body, of at most 200 MB.</summary>
    ResponseStream,
}
