using Xunit;

namespace MyApi.Tests;

/// <summary>The cases of the application on AWS Lambda.</summary>
public sealed class LambdaOrderTests(LambdaApp host) : OrderCases(host), IClassFixture<LambdaApp>;
