using Microsoft.Azure.Functions.Worker.Builder;
using MyApi;
using Portable.AspNetCore;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services.AddPortableFunction(OrderApp.Create);
using var app = builder.Build();
await app.RunPortableFunctionAsync();
