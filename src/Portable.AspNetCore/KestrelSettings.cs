using System.Net;
using System.Net.Sockets;
using Portable.Http;

namespace Portable.AspNetCore;

/// <summary>Where Kestrel listens.</summary>
public sealed record KestrelSettings
{
    /// <summary><c>PORT</c>; 0 lets the system choose. 5000 unless set.</summary>
    public int Port { get; init; } = 5000;

    /// <summary><c>BIND_ADDRESS</c>; null is loopback, IPv4 and IPv6.</summary>
    public IPAddress? BindAddress { get; init; }

    /// <summary>The largest body that is read, in bytes; <see cref="BodyLimit.MaxBytes"/> unless set. See <see cref="AppRequest.IsBodyTooLarge"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, or no byte more can be counted.</exception>
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

    // "1" would be 0.0.0.1.
    private static IPAddress ParseAddress(string text) =>
        IPAddress.TryParse(text, out var address) && (address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text)
            ? address
            : throw new SettingsException("BIND_ADDRESS must be an IP address, such as 0.0.0.0.");
}
