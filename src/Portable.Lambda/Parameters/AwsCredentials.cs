namespace Portable.Lambda;

/// <summary>The temporary keys of a role. Lambda sets them as environment variables.</summary>
internal sealed record AwsCredentials(string AccessKeyId, string SecretAccessKey, string? SessionToken)
{
    /// <summary>Returns only the type's name, never the keys.</summary>
    public override string ToString() => nameof(AwsCredentials);
}
