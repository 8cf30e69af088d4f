namespace Lessons.Conformance;

/// <summary>What arrives of one part of a request or a response on each host, in Markdown, and the tests that show it (Class.Method).</summary>
internal sealed record PlatformDifference(
    string Part, string Kestrel, string Lambda, string LambdaAspNetCore, string Azure, string AzureNativeAot, params string[] Tests)
{
    public override string ToString() => $"| {Part} | {Kestrel} | {Lambda} | {LambdaAspNetCore} | {Azure} | {AzureNativeAot} |";
}
