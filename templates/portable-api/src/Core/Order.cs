namespace MyApi;

/// <summary>An order: so many pieces of an item.</summary>
public sealed record Order(string Id, string Item, int Quantity);
