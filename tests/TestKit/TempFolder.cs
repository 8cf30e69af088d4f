namespace Lessons.TestKit;

/// <summary>A folder for one test. It is deleted after the test.</summary>
public sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("lessons-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
