using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>What make build-lambda and make build-azure-aot refuse, by the scripts that they share.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly TempFolder _tools = new();

    public PackageTests()
    {
        foreach (var tool in (string[])["dirname", "uname", "basename", "cut", "grep", "sort", "tail", "find", "chmod", "mkdir"])
            File.CreateSymbolicLink(Path.Combine(_tools.Path, tool), $"/usr/bin/{tool}");
    }

    public void Dispose() => _tools.Dispose();

    [Fact]
    public async Task Without_its_tools_it_names_all_that_is_to_be_installed()
    {
        await using var process = Run("/bin/bash src/LambdaHost/package.sh x64 build");

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Matches(
            @"^Missing here\. On Debian or Ubuntu: apt-get install( ca-certificates)? cmake( libssl-dev)?( libssl-dev:amd64)? clang binutils zip( zlib1g-dev)?( gcc-x86-64-linux-gnu libc6-dev-amd64-cross)?\. "
            + @"Elsewhere build in a Linux container: see docs/deploy-aws\.md\. .*OPENSSL=system builds without cmake and libssl-dev", process.Output);
    }

    [Fact]
    public async Task It_builds_for_no_other_processor()
    {
        await using var process = Run("/bin/bash src/LambdaHost/package.sh mips build");

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Equal("ARCH must be x64 or arm64, not mips.", process.Output);
    }

    [Theory]
    [InlineData("GLIBC_2.2.5 GLIBC_2.34 GLIBC_2.4", 0, "")]
    [InlineData("GLIBC_2.35 GLIBC_2.4", 1, "bootstrap needs glibc 2.35, but its platform may have no more than 2.34: build on an older distribution, such as Debian 12.")]
    public async Task What_Lambda_could_not_load_is_refused(string symbols, int exitCode, string sentence)
    {
        var readelf = Path.Combine(_tools.Path, "readelf");
        await File.WriteAllTextAsync(readelf, $"#!/bin/sh\nprintf '%s\\n' {symbols}\n");
        File.SetUnixFileMode(readelf, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        await using var process = Run(". src/native-aot.sh; check_glibc build/lambda/bootstrap");

        Assert.Equal((exitCode, sentence), (await process.WaitForExitAsync(), process.Output));
    }

    [Fact]
    public async Task Whatever_the_builders_umask_other_users_can_run_what_is_packed()
    {
        var package = Path.Combine(_tools.Path, "package");
        await using var process = Run($"umask 077; mkdir -p '{package}/sub'; for file in bootstrap ca.pem sub/lessons.json; do echo > '{package}/'$file; done; . src/native-aot.sh; set_modes '{package}' bootstrap");

        Assert.Equal((0, ""), (await process.WaitForExitAsync(), process.Output));
        Assert.Equal(["755 bootstrap", "644 ca.pem", "755 sub", "644 sub/lessons.json"], Modes(package));
    }

    private static IEnumerable<string> Modes(string folder) => Directory
        .EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(path => $"{Convert.ToString((int)File.GetUnixFileMode(path), 8)} {Path.GetRelativePath(folder, path)}");

    private ChildProcess Run(string script) => ChildProcess.Start(
        "/bin/bash", ["-c", script], new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = _tools.Path }, AppContext.BaseDirectory);
}
