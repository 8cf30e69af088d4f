namespace MyApi.Tests;

/// <summary>The function app behind functions-local, which acts as the Functions host.</summary>
#if (redis)
public sealed class AzureApp() : AppHost("dotnet", "tool", "run", "functions-local", "--", "--app", Built("AzureHost"));
#else
public sealed class AzureApp() : AppHost("dotnet", "tool", "run", "functions-local", "--", "--app", Built("AzureHost"), "--no-redis");
#endif
