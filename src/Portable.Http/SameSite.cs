namespace Portable.Http;

/// <summary>Selects which requests from other sites carry a cookie.</summary>
public enum SameSite
{
    /// <summary>Links to this site carry the cookie. Posts do not carry it.</summary>
    Lax,

    /// <summary>No request from another site carries the cookie.</summary>
    Strict,

    /// <summary>All requests carry the cookie. Browsers then require the cookie to be <c>Secure</c>.</summary>
    None,
}
