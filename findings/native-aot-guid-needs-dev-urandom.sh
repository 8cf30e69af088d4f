#!/usr/bin/env bash
# A Native AOT program of .NET 10 in an empty root, such as a chroot or a hand-made sandbox without /dev: one would guess that
# Guid.NewGuid takes its random bytes from the kernel by getrandom(2), as Go does, which needs no device file. It opens /dev/urandom,
# and without that file it throws a CryptographicException that names no file. getrandom works in the same place.
#
# Installs the pinned compiler's package into a temporary folder and runs the program there. Needs the .NET 10 SDK, clang, zlib1g-dev,
# and either root or user namespaces. Fails if the behaviour changes.
# Seen on 28 November 2026:
#   without /dev: .NET 10.0.12: getrandom 16, Guid.NewGuid throws CryptographicException: Error occurred during a cryptographic operation.
#   with /dev/urandom: .NET 10.0.12: getrandom 16, Guid.NewGuid works
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
    <PublishAot>true</PublishAot>
    <InvariantGlobalization>true</InvariantGlobalization>
    <RuntimeFrameworkVersion>10.0.12</RuntimeFrameworkVersion>
    <AllowUnsafeBlocks>true</AllowUnsafeBlocks>
  </PropertyGroup>
  <ItemGroup>
    <KnownILCompilerPack Update="Microsoft.DotNet.ILCompiler" ILCompilerPackVersion="10.0.12" />
  </ItemGroup>
</Project>
X
cat > Program.cs <<'X'
using System.Runtime.InteropServices;
using System.Security.Cryptography;

Console.Write($".NET {Environment.Version}: getrandom {Native.getrandom(new byte[16], 16, 0)}, Guid.NewGuid ");
try
{
    Console.WriteLine(Guid.NewGuid() == Guid.Empty ? "is empty" : "works");
}
catch (CryptographicException exception)
{
    Console.WriteLine($"throws CryptographicException: {exception.Message}");
}

internal static partial class Native
{
    [LibraryImport("libc")]
    internal static partial nint getrandom([Out] byte[] buffer, nint length, uint flags);
}
X
dotnet publish --configuration Release --use-current-runtime --output out > build.log 2>&1 || { cat build.log; exit 1; }

mkdir -p root
cp out/app root/
ldd out/app | grep -o '/[^ ]*' | while read -r library; do
    mkdir -p "root$(dirname "$library")"
    cp -L "$library" "root$library"
done
# A bind in a namespace of its own ends with it.
enter() { unshare --user --map-root-user --mount sh -c "$1 exec chroot root /app"; }
without=$(enter "")
mkdir -p root/dev
touch root/dev/urandom
with=$(enter "mount --bind /dev/urandom root/dev/urandom &&")

echo "without /dev: $without"
echo "with /dev/urandom: $with"
[ "$without" = ".NET 10.0.12: getrandom 16, Guid.NewGuid throws CryptographicException: Error occurred during a cryptographic operation." ]
[ "$with" = ".NET 10.0.12: getrandom 16, Guid.NewGuid works" ]
