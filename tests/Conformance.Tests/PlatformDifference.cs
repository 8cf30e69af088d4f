namespace Lessons.Conformance;

/// <summary>A row of the table: how one part of a request or a response arrives on each host, in Markdown, and tests of it (Class.Method).</summary>
internal sealed record PlatformDifference(
    string Part, string Kestrel, string Lambda, string LambdaAspNetCore, string Azure, string AzureNativeAot, params string[] Tests)
{
    public override string ToString() => $"| {Part} | {Kestrel} | {Lambda} | {LambdaAspNetCore} | {Azure} | {AzureNativeAot} |";
}
