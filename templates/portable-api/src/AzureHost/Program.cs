using Microsoft.Azure.Functions.Worker.Builder;
using Portable.AspNetCore;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services.AddPortableFunction(MyApi.OrderApp.Create);
using var app = builder.Build();
await app.RunPortableFunctionAsync();
