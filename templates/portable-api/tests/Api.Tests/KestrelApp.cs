namespace MyApi.Tests;

/// <summary>The application on Kestrel.</summary>
public sealed class KestrelApp() : AppHost(Built("KestrelHost", "server"));
