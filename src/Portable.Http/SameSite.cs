namespace Portable.Http;

/// <summary>Selects which requests from other sites carry a cookie.</summary>
public enum SameSite
{
    /// <summary>A link from another site to this site carries the cookie. A POST from another site does not carry it.</summary>
    Lax,

    /// <summary>No request from another site carries the cookie.</summary>
    Strict,

    /// <summary>All requests carry the cookie. Browsers then require the cookie to be <c>Secure</c>.</summary>
    None,
}
