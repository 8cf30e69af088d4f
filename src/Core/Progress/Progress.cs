using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Portable.Http;

namespace Lessons;

/// <summary>
/// A user's progress through the lessons. Without a catalogue, a user can complete any slug. With a catalogue, a user can
/// complete only the listed lessons.
/// </summary>
internal sealed class Progress(IProgressStore progress, Catalogue? catalogue, int? maxLessons, TimeProvider time)
{
    public static readonly StoreFailure LoadFailure =
        new("HGETALL lessons", AppResponse.Error(500, "lessons-not-loaded", "We could not load your lessons..."));
    public static readonly StoreFailure MarkFailure = new("HSET lessons", SaveFailed);
    public static readonly StoreFailure UndoFailure = new("HDEL lessons", SaveFailed);

    private static readonly AppResponse InvalidSlug = AppResponse.Error(400, "invalid-lesson-slug", "Invalid lessonSlug");
    private static readonly AppResponse TooManyLessons = AppResponse.Error(409, "too-many-lessons", "Too many lessons");
    private static readonly AppResponse UnknownLesson = AppResponse.Error(404, "unknown-lesson", "Unknown lesson");

    // The reader of the article opens this response in a browser, and marks a lesson from the browser's console. So, unlike the
    // other JSON responses, this response keeps its origin and may send requests to the service. The policy allows no other
    // script.
    private static readonly HeaderList ConsoleHeaders =
    [
        new("Cache-Control", "no-store"),
        new("Content-Security-Policy", "default-src 'none'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; sandbox allow-same-origin"),
    ];

    private static AppResponse SaveFailed => AppResponse.Error(500, "progress-not-saved", "We could not save your progression...");

    public async ValueTask<AppResponse> ListAsync(AppRequest request, Session session, CancellationToken cancellationToken)
    {
        var completed = await progress.GetCompletedAsync(session.UserId, cancellationToken);
        return AppResponse.Json(200, LessonList.Of(completed, catalogue).Write);
    }

    public async ValueTask<AppResponse> ListCompletedAsync(AppRequest request, Session session, CancellationToken cancellationToken)
    {
        var completed = await progress.GetCompletedAsync(session.UserId, cancellationToken);
        return AppResponse.Json(200, completed, CompletedLessons.Write, ConsoleHeaders, completed.JsonLength);
    }

    public async ValueTask<AppResponse> MarkCompleteAsync(AppRequest request, Session session, CancellationToken cancellationToken)
    {
        if (!TryReadSlug(request, out var slug, out var refusal))
            return refusal;

        var now = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        if (!await TryMarkAsync(session.UserId, slug, now, cancellationToken))
            return TooManyLessons;
        return AppResponse.Json(200, json =>
        {
            json.WriteString("LessonSlug"u8, slug);
            json.WriteString("LastCompleted"u8, now);
        });
    }

    public async ValueTask<AppResponse> UndoCompleteAsync(AppRequest request, Session session, CancellationToken cancellationToken)
    {
        if (!TryReadSlug(request, out var slug, out var refusal))
            return refusal;

        await progress.UndoCompleteAsync(session.UserId, slug, cancellationToken);
        return AppResponse.Json(200, json =>
        {
            json.WriteString("LessonSlug"u8, slug);
            json.WriteBoolean("Completed"u8, false);
        });
    }

    // Simultaneous requests may together exceed the limit. The service accepts this excess: it does not remove a lesson after it
    // has acknowledged the completion. A lesson that is already completed can always be marked again.
    private async Task<bool> TryMarkAsync(string userId, string slug, string now, CancellationToken cancellationToken)
    {
        if (maxLessons is { } max
            && await progress.CountCompletedAsync(userId, cancellationToken) >= max
            && !await progress.IsCompletedAsync(userId, slug, cancellationToken))
        {
            return false;
        }

        await progress.MarkCompleteAsync(userId, slug, now, cancellationToken);
        return true;
    }

    private bool TryReadSlug(AppRequest request, out string slug, [NotNullWhen(false)] out AppResponse? refusal)
    {
        refusal = !PercentEncoding.TryDecode(request.RouteValues["lessonSlug"], out slug) || !Slug.IsWellFormed(slug) ? InvalidSlug
            : catalogue?.Contains(slug) == false ? UnknownLesson
            : null;
        return refusal is null;
    }
}
