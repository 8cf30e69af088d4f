using Xunit.v3;

namespace Lessons.TestKit;

/// <summary>The test, or each of the class, looks into what is published: <c>make test</c>, which publishes nothing, leaves it out.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
public sealed class NeedsPublishedAttribute : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [RunTrait.Published];
}
