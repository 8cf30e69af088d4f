using System.Runtime.CompilerServices;
using Xunit;
using Xunit.v3;

namespace Lessons.TestKit;

/// <summary>
/// A fact about a published program. make test publishes nothing, and its filter excludes the fact by its trait. CI runs the fact after
/// make build. The fact is skipped only if nothing is published, for example by dotnet test in an editor.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PublishedFactAttribute : FactAttribute, ITraitAttribute
{
    /// <param name="lacks">The property of <see cref="Programs"/> that is true if the program of the fact is missing.</param>
    /// <param name="sourceFilePath">Set by the compiler.</param>
    /// <param name="sourceLineNumber">Set by the compiler.</param>
    public PublishedFactAttribute(string lacks, [CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => (SkipType, SkipWhen, Skip) = (typeof(Programs), lacks, Programs.NothingPublished);

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [RunTrait.Published];
}
