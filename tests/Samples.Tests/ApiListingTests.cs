using System.Reflection;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>The public API of each package equals its listing in <c>api</c>, so a commit shows each change of the API.</summary>
public sealed class ApiListingTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Theory]
    [InlineData("Portable.Http")]
    [InlineData("Portable.Redis")]
    [InlineData("Portable.Lambda")]
    [InlineData("Portable.AzureFunctions")]
    [InlineData("Portable.AspNetCore")]
    [InlineData("Portable.Conformance")]
    public async Task The_public_API_of_each_package_matches_its_listing(string package)
    {
        string[] actual = [.. Assembly.Load(package).GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal).SelectMany(Describe)];
        var made = Path.Combine(Programs.Repository, "artifacts", "api", package + ".txt");
        Directory.CreateDirectory(Path.GetDirectoryName(made)!);
        await File.WriteAllLinesAsync(made, actual, TestContext.Current.CancellationToken);

        var listed = await File.ReadAllLinesAsync(Path.Combine(Programs.Repository, "tests", "Samples.Tests", "api", package + ".txt"), TestContext.Current.CancellationToken);

        Assert.True(actual.SequenceEqual(listed, StringComparer.Ordinal), $"The public API has changed. If this is intended, copy {made} to tests/Samples.Tests/api.");
    }

    // The listing omits accessors, and the members that the compiler adds to records and delegates.
    private static IEnumerable<string> Describe(Type type) =>
    [
        type.FullName!,
        .. type.GetMembers(Declared)
            .Where(member => member is ConstructorInfo || member is not MethodBase { IsSpecialName: true })
            .Where(member => member.Name is not ("<Clone>$" or "Equals" or "GetHashCode" or "ToString" or "Deconstruct" or "BeginInvoke" or "EndInvoke"))
            .Select(member => $"    {member}")
            .Order(StringComparer.Ordinal),
    ];
}
