namespace Lessons.Tests;

/// <summary>Reads the events of the folder <c>events</c>, as the platforms send them. Each event tests one difficulty.</summary>
internal static class EventFixture
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "events");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file));

    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".json"));
}
