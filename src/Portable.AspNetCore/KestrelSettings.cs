using System.Net;
using System.Net.Sockets;
using Portable.Http;

namespace Portable.AspNetCore;

/// <summary>The address, the port and the body limit of Kestrel.</summary>
public sealed record KestrelSettings
{
    /// <summary>The port, from <c>PORT</c>. With 0 the system chooses a port. The default is 5000.</summary>
    public int Port { get; init; } = 5000;

    /// <summary>
    /// The address, from <c>BIND_ADDRESS</c>. Null means the loopback addresses of IPv4 and IPv6; with port 0 only that of IPv4.
    /// </summary>
    public IPAddress? BindAddress { get; init; }

    /// <summary>
    /// The largest body that is read, in bytes. The default is <see cref="BodyLimit.MaxBytes"/>. See <see
    /// cref="AppRequest.IsBodyTooLarge"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or <see cref="int.MaxValue"/>.</exception>
    public int MaxBodyBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfEqual(value, int.MaxValue);
            field = value;
        }
    } = BodyLimit.MaxBytes;

    /// <summary>Reads the settings from environment variables.</summary>
    /// <exception cref="SettingsException">A variable has a value that cannot be used.</exception>
    public static KestrelSettings Read(Func<string, string?> getVariable)
    {
        var reader = new SettingsReader(getVariable);
        var settings = new KestrelSettings();
        return new()
        {
            Port = reader.Number("PORT", 0, 65535) ?? settings.Port,
            BindAddress = reader.Text("BIND_ADDRESS") is { } address ? ParseAddress(address) : null,
        };
    }

    // IPAddress parses "1" as 0.0.0.1. An IPv4 address is therefore accepted only in its usual form.
    private static IPAddress ParseAddress(string text) =>
        IPAddress.TryParse(text, out var address) && (address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text)
            ? address
            : throw new SettingsException("BIND_ADDRESS must be an IP address, such as 0.0.0.0.");
}
