#!/usr/bin/env bash
# StackExchange.Redis 3.4.35, ConfigurationOptions.TrustIssuer with the file of a root: one would guess that it accepts a server whose
# certificate an intermediate authority of that root has signed, when the server sends the intermediate one too, as TLS asks for. It
# refuses the server: the check does not use what the server sent. It accepts the server with the intermediate's file, and .NET's own
# check accepts it with the root's file.
#
# Installs pinned packages into a temporary folder and runs them there. Needs the .NET 10 SDK, redis-server and openssl. Fails if the
# behaviour changes.
# Seen on 28 November 2026:
#   StackExchange.Redis 3.4.35
#   TrustIssuer(root): refused
#   TrustIssuer(intermediate): accepted
#   X509Chain with the root and what the server sent: accepted
set -euo pipefail

folder=$(mktemp -d)
trap 'kill $(jobs -p) 2> /dev/null || true; wait; rm -rf "$folder"' EXIT
cd "$folder"

new_key() { openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$1.key" -subj "/CN=$2" "${@:3}" 2> openssl.log; }
sign() { openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2.key" -CAcreateserial -days 2 -extfile <(echo "$3") -out "$1.pem" 2> openssl.log; }
new_key root root -x509 -days 2 -out root.pem
new_key intermediate intermediate -out intermediate.csr
sign intermediate root basicConstraints=critical,CA:true
new_key server localhost -out server.csr
sign server intermediate subjectAltName=DNS:localhost
cat server.pem intermediate.pem > chain.pem
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
redis-server --port 0 --tls-port "$port" --tls-cert-file chain.pem --tls-key-file server.key --tls-ca-cert-file root.pem --tls-auth-clients no --save "" > redis.log &

cat > app.csproj <<'X'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <OutputType>Exe</OutputType>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="StackExchange.Redis" Version="3.4.35" />
  </ItemGroup>
</Project>
X
cat > Program.cs <<'X'
using System.Security.Cryptography.X509Certificates;
using StackExchange.Redis;

var port = int.Parse(args[0]);
Console.WriteLine($"TrustIssuer(root): {await ConnectAsync(options => options.TrustIssuer("root.pem"))}");
Console.WriteLine($"TrustIssuer(intermediate): {await ConnectAsync(options => options.TrustIssuer("intermediate.pem"))}");
Console.WriteLine($"X509Chain with the root and what the server sent: {await ConnectAsync(options => options.CertificateValidation += IsOfRoot)}");

async Task<string> ConnectAsync(Action<ConfigurationOptions> trust)
{
    var options = new ConfigurationOptions { EndPoints = { { "127.0.0.1", port } }, Ssl = true, SslHost = "localhost" };
    trust(options);
    try
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(options);
        await redis.GetDatabase().PingAsync();
        return "accepted";
    }
    catch (RedisConnectionException exception) when (exception.Message.Contains("rejected by the provided"))
    {
        return "refused";
    }
}

static bool IsOfRoot(object sender, X509Certificate? certificate, X509Chain? sent, System.Net.Security.SslPolicyErrors errors)
{
    using var chain = new X509Chain();
    chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
    chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
    chain.ChainPolicy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile("root.pem"));
    chain.ChainPolicy.ExtraStore.AddRange(sent!.ChainPolicy.ExtraStore);
    return chain.Build((X509Certificate2)certificate!);
}
X
dotnet build --configuration Release --verbosity quiet > build.log 2>&1 || { cat build.log; exit 1; }
for _ in $(seq 100); do (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null && break; sleep 0.1; done
echo "StackExchange.Redis 3.4.35"
dotnet bin/Release/net10.0/app.dll "$port" | tee output
diff output - <<'X'
TrustIssuer(root): refused
TrustIssuer(intermediate): accepted
X509Chain with the root and what the server sent: accepted
X
