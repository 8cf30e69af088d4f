using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>The template, installed from its packed file in an empty folder. As an assembly fixture it is installed once.</summary>
public sealed class InstalledTemplate : IAsyncLifetime
{
    private OutsideFolder? _folder;

    internal OutsideFolder Folder => _folder ?? throw new InvalidOperationException("The template is not installed.");

    /// <summary>Installs the template. Without packages every test of the template is skipped, and nothing is installed.</summary>
    public async ValueTask InitializeAsync()
    {
        if (Programs.LacksPackages)
            return;
        _folder = new();
        var file = Path.Combine(OutsideFolder.Packages, $"Portable.Templates.{OutsideFolder.Version}.nupkg");
        await _folder.RunAsync(_folder.Of(), "dotnet", ["new", "install", file]);
    }

    public ValueTask DisposeAsync()
    {
        _folder?.Dispose();
        return default;
    }

    /// <summary>Makes a solution with these options, and returns its folder.</summary>
    internal async Task<string> MakeAsync(string name, params string[] options)
    {
        await Folder.RunAsync(Folder.Of(), "dotnet", ["new", "portable-api", "--name", name, "--packages", OutsideFolder.Packages, .. options]);
        return Folder.Of(name);
    }
}
