#!/usr/bin/env bash
# Microsoft.Azure.Functions.Worker 2.52.0 in a program that has JsonSerializerIsReflectionEnabledByDefault=false: one would guess that
# the build warns, or that a worker whose functions are bound by generated code needs no JSON by reflection. The build is silent, and
# the program ends with an exception at its start: the worker writes its own description as JSON by reflection.
#
# Installs pinned packages into a temporary folder and runs them there. Needs the .NET 10 SDK. Fails if the behaviour changes.
# Seen on 28 November 2026:
#   Microsoft.Azure.Functions.Worker 2.52.0, Worker.Sdk 2.1.0, Worker.Extensions.Http.AspNetCore 2.1.1
#   true: The worker has started.
#   false: Unhandled exception. System.InvalidOperationException: Reflection-based serialization has been disabled for this application
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > app.csproj <<'X'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <OutputType>Exe</OutputType>
    <ImplicitUsings>enable</ImplicitUsings>
    <AzureFunctionsVersion>v4</AzureFunctionsVersion>
    <JsonSerializerIsReflectionEnabledByDefault>$(Reflection)</JsonSerializerIsReflectionEnabledByDefault>
  </PropertyGroup>
  <ItemGroup>
    <FrameworkReference Include="Microsoft.AspNetCore.App" />
    <PackageReference Include="Microsoft.Azure.Functions.Worker" Version="2.52.0" />
    <PackageReference Include="Microsoft.Azure.Functions.Worker.Sdk" Version="2.1.0" />
    <PackageReference Include="Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore" Version="2.1.1" />
  </ItemGroup>
</Project>
X
cat > Program.cs <<'X'
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

if (args is ["host"])
{
    // In the place of the Functions host: it takes the worker's stream and says nothing.
    var host = WebApplication.CreateSlimBuilder();
    host.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2));
    await using var server = host.Build();
    server.Run(async context =>
    {
        context.Response.ContentType = "application/grpc";
        await context.Response.StartAsync();
        await Task.Delay(Timeout.Infinite, context.RequestAborted);
    });
    await server.StartAsync();
    File.WriteAllText("url.new", server.Urls.Single());
    File.Move("url.new", "url");
    await Task.Delay(TimeSpan.FromMinutes(1));
    return;
}

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
using var worker = builder.Build();
await worker.StartAsync();
Console.WriteLine("The worker has started.");
Environment.Exit(0);
X

start() { # true|false: what the program writes
    rm -rf bin obj
    dotnet build --configuration Release --verbosity quiet -p:Reflection="$1" > build.log 2>&1 || { cat build.log; exit 1; }
    rm -f url
    dotnet bin/Release/net10.0/app.dll host > host.log 2>&1 &
    local host=$!
    for _ in $(seq 300); do [ -f url ] && break; sleep 0.1; done
    timeout 60 dotnet bin/Release/net10.0/app.dll --functions-uri "$(cat url)" --functions-worker-id w --functions-request-id r --functions-grpc-max-message-length 1000000 2>&1 || true
    kill "$host"
}

sentence="Reflection-based serialization has been disabled for this application"
with=$(start true)
without=$(start false)
grep -q "The worker has started." <<< "$with" || { echo "Changed: it does not start with reflection."; echo "$with"; exit 1; }
grep -q "Unhandled exception.*$sentence" <<< "$without" || { echo "Changed: it starts without reflection."; echo "$without"; exit 1; }
echo "Microsoft.Azure.Functions.Worker 2.52.0, Worker.Sdk 2.1.0, Worker.Extensions.Http.AspNetCore 2.1.1"
echo "true: $(grep -m1 -o "The worker has started." <<< "$with")"
echo "false: $(grep -m1 -o "Unhandled exception.*$sentence" <<< "$without")"
