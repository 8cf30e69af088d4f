using System.Runtime.CompilerServices;
using Xunit;
using Xunit.v3;

namespace Lessons.TestKit;

/// <summary>A theory about a published program. See <see cref="PublishedFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PublishedTheoryAttribute : TheoryAttribute, ITraitAttribute
{
    /// <param name="lacks">The property of <see cref="Programs"/> that is true if the program of the theory is missing.</param>
    /// <param name="sourceFilePath">Set by the compiler.</param>
    /// <param name="sourceLineNumber">Set by the compiler.</param>
    public PublishedTheoryAttribute(string lacks, [CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => (SkipType, SkipWhen, Skip) = (typeof(Programs), lacks, Programs.NothingPublished);

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [RunTrait.Published];
}
