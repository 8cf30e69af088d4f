using System.Reflection;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>The public API of each package equals its listing in <c>api</c>, so a commit shows each change of the API.</summary>
public sealed class ApiListingTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Type[] Roots = [typeof(object), typeof(ValueType), typeof(Enum), typeof(MulticastDelegate)];

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

    // A type with its base type and its interfaces, then its public and protected members. The listing omits accessors, and the members
    // that the compiler adds to records and delegates.
    private static IEnumerable<string> Describe(Type type) =>
    [
        Bases(type).ToList() is { Count: > 0 } bases ? $"{type.FullName} : {string.Join(", ", bases)}" : type.FullName!,
        .. type.GetMembers(Declared)
            .Where(member => member is ConstructorInfo || member is not MethodBase { IsSpecialName: true })
            .Where(member => member.Name is not ("<Clone>$" or "Equals" or "GetHashCode" or "ToString" or "Deconstruct" or "BeginInvoke" or "EndInvoke"))
            .Where(member => member.Name is not ("PrintMembers" or "EqualityContract" or "Finalize"))
            .Select(member => (Member: member, Access: AccessOf(member)))
            .Where(entry => entry.Access is not null)
            .Select(entry => $"    {entry.Access}{entry.Member}")
            .Order(StringComparer.Ordinal),
    ];

    // The base type, if it is not that of every class, struct, enum or delegate. Then the interfaces that other programs can see.
    private static IEnumerable<string> Bases(Type type)
    {
        if (type.BaseType is { } parent && !Roots.Contains(parent))
            yield return parent.ToString();
        if (type.IsEnum || type.BaseType == typeof(MulticastDelegate))
            yield break;
        foreach (var name in type.GetInterfaces().Where(contract => contract.IsVisible).Select(contract => contract.ToString()).Order(StringComparer.Ordinal))
            yield return name;
    }

    // Empty for a public member, "protected " for one that a derived class can use, null for every other one.
    private static string? AccessOf(MemberInfo member) => member switch
    {
        MethodBase method => AccessOf(method.Attributes),
        PropertyInfo property => property.GetAccessors(nonPublic: true).Select(accessor => AccessOf(accessor.Attributes)).Min(StringComparer.Ordinal),
        FieldInfo field => AccessOf((MethodAttributes)(field.Attributes & FieldAttributes.FieldAccessMask)),
        EventInfo added => AccessOf(added.AddMethod!.Attributes),
        Type nested => nested.IsNestedPublic ? "" : nested.IsNestedFamily || nested.IsNestedFamORAssem ? "protected " : null,
        _ => null,
    };

    private static string? AccessOf(MethodAttributes attributes) => (attributes & MethodAttributes.MemberAccessMask) switch
    {
        MethodAttributes.Public => "",
        MethodAttributes.Family or MethodAttributes.FamORAssem => "protected ",
        _ => null,
    };
}
