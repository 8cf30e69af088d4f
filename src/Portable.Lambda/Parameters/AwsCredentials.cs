namespace Portable.Lambda;

/// <summary>A role's temporary keys, as Lambda puts them into the environment.</summary>
internal sealed record AwsCredentials(string AccessKeyId, string SecretAccessKey, string? SessionToken)
{
    /// <summary>Never the keys.</summary>
    public override string ToString() => nameof(AwsCredentials);
}
