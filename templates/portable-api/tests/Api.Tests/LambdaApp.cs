namespace MyApi.Tests;

/// <summary>The Lambda program behind lambda-local, which acts as Lambda and its Function URL.</summary>
#if (redis)
public sealed class LambdaApp() : AppHost("dotnet", "tool", "run", "lambda-local", "--", "--bootstrap", Built("LambdaHost", "bootstrap"));
#else
public sealed class LambdaApp() : AppHost("dotnet", "tool", "run", "lambda-local", "--", "--bootstrap", Built("LambdaHost", "bootstrap"), "--no-redis");
#endif
