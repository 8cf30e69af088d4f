using System.Runtime.CompilerServices;
using Xunit;
using Xunit.v3;

namespace Lessons.TestKit;

/// <summary>A theory about what is published. See <see cref="PublishedFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PublishedTheoryAttribute : TheoryAttribute, ITraitAttribute
{
    /// <param name="lacks">The property of <see cref="Programs"/> that is true where the theory has nothing to look at.</param>
    /// <param name="sourceFilePath">The compiler sets it.</param>
    /// <param name="sourceLineNumber">The compiler sets this too.</param>
    public PublishedTheoryAttribute(string lacks, [CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => (SkipType, SkipWhen, Skip) = (typeof(Programs), lacks, Programs.NothingPublished);

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [RunTrait.Published];
}
