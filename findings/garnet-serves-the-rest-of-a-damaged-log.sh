#!/usr/bin/env bash
# Microsoft.Garnet 2.2.8 with an append-only log that has 200 damaged bytes in its middle: one would guess that
# FailOnRecoveryError stops the start. It does not: the server starts without a word, and serves what stands before the
# damage. The log's tail address is then that of the damage, and the bytes behind it stay in the file.
#
# Installs pinned packages into a temporary folder and runs them there. Needs the .NET 10 SDK. Fails if the behaviour changes.
# Seen on 27 November 2026:
#   Microsoft.Garnet 2.2.8
#   written: 300 fields, tail 40824
#   started again, undamaged: 300 fields, tail 40824
#   started again, damaged at 15000: no error, 110 fields, tail 14984
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <NoWarn>NU1608;NU1603;NU1903;NU1902</NoWarn>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.Garnet" Version="2.2.8" />
    <PackageReference Include="StackExchange.Redis" Version="3.4.35" />
    <PackageReference Include="Azure.Core" Version="1.60.0" />
    <PackageReference Include="Azure.Storage.Blobs" Version="12.29.2" />
    <PackageReference Include="Azure.Storage.Common" Version="12.29.0" />
    <PackageReference Include="KeraLua" Version="1.4.10" />
    <PackageReference Include="Microsoft.Bcl.Cryptography" Version="10.0.14" />
    <PackageReference Include="Microsoft.Identity.Client" Version="4.84.2" />
    <PackageReference Include="Microsoft.IdentityModel.Protocols.OpenIdConnect" Version="8.23.0" />
    <PackageReference Include="Microsoft.IdentityModel.Validators" Version="8.23.0" />
    <PackageReference Include="System.IdentityModel.Tokens.Jwt" Version="8.23.0" />
    <PackageReference Include="System.IO.Hashing" Version="10.0.14" />
  </ItemGroup>
</Project>
PROJECT

cat > Program.cs <<'PROGRAM'
using System.Net;
using Garnet;
using Garnet.server;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Tsavorite.core;

var data = Path.Combine(Directory.GetCurrentDirectory(), "data");
Directory.CreateDirectory(data);
Console.WriteLine("Microsoft.Garnet 2.2.8");
await RunAsync("written", 300);
await RunAsync("started again, undamaged", 0);
var log = Path.Combine(data, "AOF", "aof.log.0");
var bytes = File.ReadAllBytes(log);
Array.Fill(bytes, (byte)0xa5, 15_000, 200);
File.WriteAllBytes(log, bytes);
await RunAsync("started again, damaged at 15000: no error", 0);

async Task RunAsync(string what, int count)
{
    var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
    probe.Start();
    var port = ((IPEndPoint)probe.LocalEndpoint).Port;
    probe.Stop();
    using var server = new Server(new(NullLogger.Instance)
    {
        EndPoints = [new IPEndPoint(IPAddress.Loopback, port)], QuietMode = true, EnableAOF = true, WaitForCommit = true,
        Recover = true, FailOnRecoveryError = true, CheckpointDir = data, DeviceType = DeviceType.RandomAccess,
        DeviceFactoryCreator = new LocalStorageNamedDeviceFactoryCreator(deviceType: DeviceType.RandomAccess),
        LogMemorySize = "64m", PageSize = "1m", IndexMemorySize = "1m", AofMemorySize = "8m", AofPageSize = "2m",
    });
    server.Start();
    using var client = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{port}");
    var database = client.GetDatabase();
    for (var i = 0; i < count; i++)
        await database.HashSetAsync("lessons:u", "lesson-" + i, "2022-10-12T02:01:14Z");
    Console.WriteLine($"{what}{(what.EndsWith("error") ? ", " : ": ")}{await database.HashLengthAsync("lessons:u")} fields, tail {server.Tail}");
}

internal sealed class Server(GarnetServerOptions options) : GarnetServer(options)
{
    public long Tail => storeWrapper.appendOnlyFile.Log.SingleLog.TailAddress;
}
PROGRAM

dotnet build --verbosity quiet --output out > build.log 2>&1 || { cat build.log; exit 1; }
dotnet out/finding.dll | tee seen
grep -qx 'started again, undamaged: 300 fields, tail [0-9]*' seen
damaged=$(sed -n 's/^started again, damaged at 15000: no error, \([0-9]*\) fields, tail [0-9]*$/\1/p' seen)
[ -n "$damaged" ] && [ "$damaged" -gt 0 ] && [ "$damaged" -lt 300 ]
