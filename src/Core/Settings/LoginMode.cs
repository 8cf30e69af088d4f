namespace Lessons;

/// <summary>What a user needs to log in.</summary>
public enum LoginMode
{
    /// <summary>Only a name. This is the article's demo.</summary>
    Open,

    /// <summary>An account and its password.</summary>
    Password,
}
