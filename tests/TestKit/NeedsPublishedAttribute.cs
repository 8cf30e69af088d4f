using Xunit.v3;

namespace Lessons.TestKit;

/// <summary>The test looks into what is published: <c>make test</c>, which publishes nothing, leaves it out.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsPublishedAttribute : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [RunTrait.Published];
}
