using Portable.Http;

namespace Portable.Lambda;

/// <summary>Reads the invoke mode.</summary>
internal static class InvokeModeSetting
{
    /// <summary>Returns the mode that <c>INVOKE_MODE</c> names by AWS's name for it. Returns <see cref="InvokeMode.Buffered"/> when it is not set.</summary>
    /// <exception cref="SettingsException">The value is another word.</exception>
    public static InvokeMode Read(HostContext host) => new SettingsReader(host.GetVariable).Text("INVOKE_MODE") switch
    {
        null or "BUFFERED" => InvokeMode.Buffered,
        "RESPONSE_STREAM" => InvokeMode.ResponseStream,
        _ => throw new SettingsException("INVOKE_MODE must be BUFFERED or RESPONSE_STREAM."),
    };
}
