using Xunit;

namespace MyApi.Tests;

/// <summary>The cases of the application on Azure Functions.</summary>
public sealed class AzureOrderTests(AzureApp host) : OrderCases(host), IClassFixture<AzureApp>;
