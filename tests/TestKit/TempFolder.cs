namespace Lessons.TestKit;

/// <summary>A folder of the test's own, gone with it.</summary>
public sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("lessons-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
