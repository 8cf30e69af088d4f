#!/usr/bin/env bash
# Microsoft's isolated worker of Azure Functions ends at its start where reflection-based JSON is switched off.
# Microsoft.Azure.Functions.Worker 2.52.0, Worker.Sdk 2.1.0, Worker.Extensions.Http.AspNetCore 2.1.1, .NET 10.
#
# JsonSerializerIsReflectionEnabledByDefault=false is a property that trimmed programs set by default and others set to keep
# reflection out. The worker builds with it without a warning. At its start it writes its own description as JSON by reflection, and
# ends with an unhandled exception before it has connected to the Functions host. Seen:
#   true:  the worker tries to connect
#   false: System.InvalidOperationException: Reflection-based serialization has been disabled for this application.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > app.csproj <<'X'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <OutputType>Exe</OutputType>
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
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Build().Run();
X

start() { # true|false: what the worker writes when no host listens
    dotnet build --configuration Release --verbosity quiet -p:Reflection="$1" > build.log 2>&1 || { cat build.log; exit 1; }
    timeout 30 dotnet bin/Release/net10.0/app.dll --functions-uri http://127.0.0.1:1/ --functions-worker-id w --functions-request-id r --functions-grpc-max-message-length 1000000 2>&1 || true
}

sentence="Reflection-based serialization has been disabled for this application"
with=$(start true)
without=$(start false)
! grep -q "$sentence" <<< "$with" || { echo "Changed: it fails with reflection too."; exit 1; }
grep -q "$sentence" <<< "$without" || { echo "Changed: it starts without reflection."; echo "$without"; exit 1; }
echo "true: $(grep -m1 -o 'Connection refused' <<< "$with")"
echo "false: $(grep -m1 -o "System.InvalidOperationException: $sentence" <<< "$without")"
