namespace Lessons.ColdStart;

/// <summary>What a bootstrap is asked first.</summary>
internal enum FirstRequest
{
    /// <summary>A login without a password, in mode <c>open</c>.</summary>
    Login,

    /// <summary>A listing in mode <c>password</c>, in the session that the candidate before has opened.</summary>
    Listing,

    /// <summary>A login with a password, whose hash takes most of the time.</summary>
    PasswordLogin,
}
