using Portable.Http;

namespace Lessons;

/// <summary>The lessons that there are, as they are taught.</summary>
internal sealed class Catalogue
{
    private const string FileName = "lessons.json";

    private readonly HashSet<string> _slugs;

    /// <summary>
    /// Courses stay in the order in which the file begins them. Within a course the given orders decide, and the file's
    /// where there are none or the same; a lesson without one comes behind those that have one.
    /// </summary>
    internal Catalogue(IReadOnlyCollection<Lesson> lessons)
    {
        Lessons = [.. lessons.GroupBy(lesson => lesson.Course, StringComparer.Ordinal).SelectMany(course => course.OrderBy(lesson => lesson.Order ?? int.MaxValue))];
        _slugs = lessons.Select(lesson => lesson.Slug).ToHashSet(StringComparer.Ordinal);
    }

    public IReadOnlyList<Lesson> Lessons { get; }

    /// <summary>
    /// Reads the given file; when none is given, the <c>lessons.json</c> in that folder. Null when there is neither.
    /// </summary>
    /// <exception cref="SettingsException">The file cannot be read or holds no catalogue.</exception>
    public static Catalogue? Load(string? file, string folder)
    {
        var path = file ?? Path.Combine(folder, FileName);
        if (file is null && !File.Exists(path))
            return null;
        try
        {
            return new(CatalogueReader.Read(path, File.ReadAllBytes(path)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"LESSONS_FILE must name a catalogue that can be read: {exception.Message}");
        }
    }

    public bool Contains(string slug) => _slugs.Contains(slug);
}
