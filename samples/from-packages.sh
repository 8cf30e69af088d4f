#!/bin/sh
# Builds the sample as an outside user would: in an empty folder, from the packages. Then sends a request to the server.
# Usage: samples/from-packages.sh FOLDER_OF_PACKAGES
set -eu

packages=$(cd "$1" && pwd)
version=$(ls "$packages" | sed -n 's/^Portable\.Http\.\([0-9].*\)\.nupkg$/\1/p')
folder=$(mktemp -d)
server=""
trap '[ -z "$server" ] || kill "$server"; rm -rf "$folder"' EXIT

cp -r "$(dirname "$0")/Hello/." "$folder"
rm -rf "$folder/Hello.AzureFunctions/bin" "$folder/Hello.AzureFunctions/obj"
cat > "$folder/Directory.Build.props" << END
<Project>
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <Nullable>enable</Nullable>
    <ImplicitUsings>enable</ImplicitUsings>
    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
    <RestorePackagesPath>$folder/restored</RestorePackagesPath>
  </PropertyGroup>
</Project>
END
cat > "$folder/nuget.config" << END
<configuration>
  <packageSources>
    <add key="packed" value="$packages" />
  </packageSources>
  <fallbackPackageFolders>
    <add key="cache" value="${NUGET_PACKAGES:-$HOME/.nuget/packages}" />
  </fallbackPackageFolders>
</configuration>
END
# Replaces references to the repository's projects by references to the packages, and removes imports of the repository's settings.
for project in "$folder"/*/*.csproj; do
    sed -i -e 's|<ProjectReference Include="../../../src/\(Portable\.[A-Za-z]*\)/.*|<PackageReference Include="\1" Version="'"$version"'" />|' -e '/<Import Project="..\/..\/..\/src/d' "$project"
done

for host in Kestrel Lambda AzureFunctions; do
    dotnet build "$folder/Hello.$host" --configuration Release --verbosity quiet
done
app="$folder/Hello.AzureFunctions/bin/Release/net10.0"
for file in hello-worker host.json worker.config.json extensions.json .azurefunctions/Microsoft.Azure.WebJobs.Extensions.FunctionMetadataLoader.dll; do
    [ -s "$app/$file" ] || { echo "The sample's function app does not contain $file."; exit 1; }
done
grep -q '"{WorkerRoot}hello-worker"' "$app/worker.config.json" || { echo "The sample's worker.config.json does not name the worker."; exit 1; }

PORT=0 "$folder/Hello.Kestrel/bin/Release/net10.0/hello-server" > "$folder/log" &
server=$!
tries=0
until url=$(grep -o 'http://127[^"]*' "$folder/log" | head -n 1) && [ -n "$url" ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 600 ] || { echo "The sample's server does not listen."; cat "$folder/log"; exit 1; }
    sleep 0.1
done
answer=$(python3 -c 'import sys, urllib.request; print(urllib.request.urlopen(sys.argv[1]).read().decode().strip())' "$url/hello/packages")
[ "$answer" = '{"Hello":"packages"}' ] || { echo "The sample responded with $answer."; exit 1; }
echo "The sample was built from the packages for three hosts. It responds with $answer"
