using Portable.Http;

namespace Lessons;

/// <summary>The lessons of the service, in the order in which they are taught.</summary>
internal sealed class Catalogue
{
    private const string FileName = "lessons.json";

    private readonly HashSet<string> _slugs;

    /// <summary>
    /// The courses are in the order in which the file begins them. Within a course, the lessons are sorted by their orders. A
    /// lesson without an order comes after the lessons with an order. Lessons with equal orders, and lessons without an order, stay
    /// in the order of the file.
    /// </summary>
    internal Catalogue(IReadOnlyCollection<Lesson> lessons)
    {
        Lessons = [.. lessons.GroupBy(lesson => lesson.Course, StringComparer.Ordinal).SelectMany(course => course.OrderBy(lesson => lesson.Order ?? int.MaxValue))];
        _slugs = lessons.Select(lesson => lesson.Slug).ToHashSet(StringComparer.Ordinal);
    }

    public IReadOnlyList<Lesson> Lessons { get; }

    /// <summary>
    /// Reads the given file. If no file is given, this method reads the <c>lessons.json</c> in the folder. It returns null when
    /// no file is given and the folder has no such file.
    /// </summary>
    /// <exception cref="SettingsException">The file cannot be read or is not a catalogue.</exception>
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
            throw new SettingsException($"The catalogue {path} cannot be read: {exception.Message} LESSONS_FILE sets its path.");
        }
    }

    public bool Contains(string slug) => _slugs.Contains(slug);
}
