namespace Lessons;

/// <summary>What it takes to log in.</summary>
public enum LoginMode
{
    /// <summary>A name: the article's demo.</summary>
    Open,

    /// <summary>An account and its password.</summary>
    Password,
}
