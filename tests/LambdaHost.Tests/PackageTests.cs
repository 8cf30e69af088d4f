using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>Tests the scripts that make build-lambda and make build-azure-aot share.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly TempFolder _tools = new();

    public PackageTests()
    {
        Needs.Linux("the tools of the Native AOT builds");
        foreach (var tool in (string[])["dirname", "uname", "basename", "cut", "grep", "sort", "tail", "find", "chmod", "mkdir"])
            File.CreateSymbolicLink(Path.Combine(_tools.Path, tool), $"/usr/bin/{tool}");
    }

    public void Dispose() => _tools.Dispose();

    [Fact]
    public async Task A_build_without_its_tools_names_all_missing_packages()
    {
        await using var process = Run("/bin/bash src/LambdaHost/package.sh x64 build");

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Matches(
            @"^Packages are missing\. On Debian or Ubuntu: apt-get install( ca-certificates)? cmake( libssl-dev)?( libssl-dev:amd64)? clang binutils zip( zlib1g-dev)?( gcc-x86-64-linux-gnu libc6-dev-amd64-cross)?\. "
            + @"Elsewhere, build in a Linux container: see docs/deploy-aws\.md\. .*OPENSSL=system builds without cmake and libssl-dev", process.Output);
    }

    [Fact]
    public async Task A_build_for_an_unknown_processor_is_refused()
    {
        await using var process = Run("/bin/bash src/LambdaHost/package.sh mips build");

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Equal("ARCH must be x64 or arm64, not mips.", process.Output);
    }

    [Theory]
    [InlineData("GLIBC_2.2.5 GLIBC_2.34 GLIBC_2.4", 0, "")]
    [InlineData("GLIBC_2.35 GLIBC_2.4", 1, "bootstrap needs glibc 2.35, but its platform may have only 2.34. Build on an older distribution, such as Debian 12.")]
    public async Task A_program_that_needs_a_newer_glibc_than_the_platform_is_refused(string symbols, int exitCode, string sentence)
    {
        var readelf = Path.Combine(_tools.Path, "readelf");
        Script.Write(readelf, $"#!/bin/sh\nprintf '%s\\n' {symbols}\n");

        await using var process = Run(". src/native-aot.sh; check_glibc build/lambda/bootstrap");

        Assert.Equal((exitCode, sentence), (await process.WaitForExitAsync(), process.Output));
    }

    [Fact]
    public async Task The_packed_files_are_readable_by_all_users_whatever_the_umask()
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

    private ChildProcess Run(string script) => Programs.Start(
        "/bin/bash", ["-c", script], new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = _tools.Path }, AppContext.BaseDirectory);
}
