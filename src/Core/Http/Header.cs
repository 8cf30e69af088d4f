namespace Lessons.Http;

/// <summary>One header line. The name may come in any case.</summary>
public readonly record struct Header(string Name, string Value);
