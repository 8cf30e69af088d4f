#!/usr/bin/env bash
# Kestrel of ASP.NET Core 10, an application that reads the body by HttpRequest.BodyReader, catches the BadHttpRequestException of a
# client that goes away within its body, and answers: one would guess that nothing is left to report. After the answer Kestrel reads
# the rest of the body, meets its own reader in the middle of the read that has failed, and logs a warning or an error of the
# connection for each such client. The application has no fault. Where the application lets the exception pass, Kestrel logs neither.
#
# Installs nothing but the shared framework of the .NET 10 SDK, whose version it prints, and runs in a temporary folder. Needs the .NET
# 10 SDK and python3. Fails if the behaviour changes.
# Seen on 28 November 2026, with thirty clients each:
#   ASP.NET Core 10.0.12
#   BodyReader, caught: Kestrel warns of "Reading is already in progress"
#   BodyReader, passed on: nothing
#   Body, caught: nothing
set -euo pipefail

folder=$(mktemp -d)
trap 'kill $(jobs -p) 2> /dev/null || true; wait; rm -rf "$folder"' EXIT
cd "$folder"
cat > app.csproj <<'X'
<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
</Project>
X
cat > Program.cs <<'X'
var builder = WebApplication.CreateSlimBuilder();
builder.WebHost.UseUrls("http://127.0.0.1:" + args[0]);
builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).AddFilter("Microsoft.AspNetCore.Hosting", LogLevel.None);
var app = builder.Build();
app.MapGet("/", () => $"ASP.NET Core {Environment.Version}");
app.MapPost("/reader/caught", context => CatchAsync(() => context.Request.BodyReader.ReadAtLeastAsync(1000).AsTask()));
app.MapPost("/reader/passed", context => context.Request.BodyReader.ReadAtLeastAsync(1000).AsTask());
app.MapPost("/stream/caught", context => CatchAsync(() => context.Request.Body.CopyToAsync(Stream.Null)));
app.Run();

static async Task CatchAsync(Func<Task> read)
{
    try
    {
        await read();
    }
    catch (BadHttpRequestException)
    {
        // The answer would be a 400.
    }
}
X
dotnet build --configuration Release --output out > build.log 2>&1 || { cat build.log; exit 1; }

# Thirty clients send the beginning of a body and go away. Prints whether the log has a warning or an error of the reader.
leave() { # path
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    dotnet out/app.dll "$port" > log 2>&1 &
    python3 - "$port" "$1" <<'PYTHON'
import socket, sys, time, urllib.request
port, path = sys.argv[1:]
deadline = time.monotonic() + 30
while True:
    try:
        version = urllib.request.urlopen(f"http://127.0.0.1:{port}/").read().decode()
        break
    except OSError:
        if time.monotonic() > deadline:
            raise
        time.sleep(0.1)
open("version", "w").write(version)
for _ in range(30):
    client = socket.create_connection(("127.0.0.1", int(port)))
    client.sendall(f"POST {path} HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nuser".encode())
    time.sleep(0.02)
    client.close()
PYTHON
    kill %% && wait %% || true # a stop waits for what is in flight
    grep -q '^\(warn\|fail\).*Reading is already in progress' log && echo "Kestrel warns of \"Reading is already in progress\"" || echo nothing
}

caught=$(leave /reader/caught) passed=$(leave /reader/passed) stream=$(leave /stream/caught)
cat version
echo
echo "BodyReader, caught: $caught"
echo "BodyReader, passed on: $passed"
echo "Body, caught: $stream"
[ "$caught" != nothing ] && [ "$passed" = nothing ] && [ "$stream" = nothing ]
