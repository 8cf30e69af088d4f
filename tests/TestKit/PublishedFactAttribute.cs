using System.Runtime.CompilerServices;
using Xunit;
using Xunit.v3;

namespace Lessons.TestKit;

/// <summary>
/// A fact about what is published. make test publishes nothing and leaves the fact out by its trait. CI runs it on what make build has
/// published. It is skipped only where nothing is published, as by dotnet test in an editor.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PublishedFactAttribute : FactAttribute, ITraitAttribute
{
    /// <param name="lacks">The property of <see cref="Programs"/> that is true where the fact has nothing to look at.</param>
    /// <param name="sourceFilePath">The compiler sets it.</param>
    /// <param name="sourceLineNumber">The compiler sets this too.</param>
    public PublishedFactAttribute(string lacks, [CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => (SkipType, SkipWhen, Skip) = (typeof(Programs), lacks, Programs.NothingPublished);

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [RunTrait.Published];
}
