using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Lessons.Http;
using Lessons.Stores;
using Microsoft.Extensions.Logging;

namespace Lessons.Features;

/// <summary>A user's progress through the lessons: any slug's without a catalogue, the listed ones' with it.</summary>
internal sealed class Progress(IProgressStore progress, Catalogue? catalogue, TimeProvider time, ILogger logger)
{
    private static readonly AppResponse LoadFailed = AppResponse.Error(500, "We could not load your lessons...");
    private static readonly AppResponse SaveFailed = AppResponse.Error(500, "We could not save your progression...");
    private static readonly AppResponse InvalidSlug = AppResponse.Error(400, "Invalid lessonSlug");
    private static readonly AppResponse UnknownLesson = AppResponse.Error(404, "Unknown lesson");

    // The article marks its lesson from the console of this answer: of all answers it alone keeps its origin and may ask
    // the service. Nothing else can run in it.
    private static readonly Header ConsolePolicy =
        new("Content-Security-Policy", "default-src 'none'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; sandbox allow-same-origin");

    public ValueTask<AppResponse> ListAsync(AppRequest request, string userId, CancellationToken cancellationToken) =>
        AnswerAsync(request, userId, completed => AppResponse.Json(200, LessonList.Of(completed, catalogue).Write), cancellationToken);

    public ValueTask<AppResponse> ListCompletedAsync(AppRequest request, string userId, CancellationToken cancellationToken) =>
        AnswerAsync(
            request,
            userId,
            completed =>
            {
                var answer = AppResponse.Json(200, new CompletedLessons(completed).Write);
                return answer with { Headers = answer.Headers.Add(ConsolePolicy) };
            },
            cancellationToken);

    public async ValueTask<AppResponse> MarkCompleteAsync(AppRequest request, string userId, CancellationToken cancellationToken)
    {
        if (!TryReadSlug(request, out var slug, out var refusal))
            return refusal;

        var now = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        try
        {
            await progress.MarkCompleteAsync(userId, slug, now, cancellationToken);
            return AppResponse.Json(200, json =>
            {
                json.WriteString("LessonSlug"u8, slug);
                json.WriteString("LastCompleted"u8, now);
            });
        }
        catch (StoreException exception)
        {
            Log.StoreFailed(logger, "HSET lessons", exception.Reason, request.RequestId);
            return SaveFailed;
        }
    }

    public async ValueTask<AppResponse> UndoCompleteAsync(AppRequest request, string userId, CancellationToken cancellationToken)
    {
        if (!TryReadSlug(request, out var slug, out var refusal))
            return refusal;

        try
        {
            await progress.UndoCompleteAsync(userId, slug, cancellationToken);
            return AppResponse.Json(200, json =>
            {
                json.WriteString("LessonSlug"u8, slug);
                json.WriteBoolean("Completed"u8, false);
            });
        }
        catch (StoreException exception)
        {
            Log.StoreFailed(logger, "HDEL lessons", exception.Reason, request.RequestId);
            return SaveFailed;
        }
    }

    private async ValueTask<AppResponse> AnswerAsync(AppRequest request, string userId, Func<IReadOnlyDictionary<string, string>, AppResponse> answer, CancellationToken cancellationToken)
    {
        try
        {
            return answer(await progress.GetCompletedAsync(userId, cancellationToken));
        }
        catch (StoreException exception)
        {
            Log.StoreFailed(logger, "HGETALL lessons", exception.Reason, request.RequestId);
            return LoadFailed;
        }
    }

    private bool TryReadSlug(AppRequest request, out string slug, [NotNullWhen(false)] out AppResponse? refusal)
    {
        refusal = !PercentEncoding.TryDecode(request.RouteValues["lessonSlug"], out slug) || !Slug.IsWellFormed(slug) ? InvalidSlug
            : catalogue?.Contains(slug) == false ? UnknownLesson
            : null;
        return refusal is null;
    }
}
