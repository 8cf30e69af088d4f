namespace Portable.Http;

/// <summary>Which requests that another site begins carry a cookie.</summary>
public enum SameSite
{
    /// <summary>Links to this site, and no posts.</summary>
    Lax,

    /// <summary>None.</summary>
    Strict,

    /// <summary>All; browsers want the cookie to be <c>Secure</c> then.</summary>
    None,
}
