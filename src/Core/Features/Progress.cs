using System.Globalization;
using Lessons.Http;
using Lessons.Stores;
using Microsoft.Extensions.Logging;

namespace Lessons.Features;

/// <summary>A user's progress through the lessons.</summary>
internal sealed class Progress(IProgressStore progress, TimeProvider time, ILogger logger)
{
    private static readonly AppResponse LoadFailed = AppResponse.Error(500, "We could not load your lessons...");
    private static readonly AppResponse SaveFailed = AppResponse.Error(500, "We could not save your progression...");
    private static readonly AppResponse InvalidSlug = AppResponse.Error(400, "Invalid lessonSlug");

    public async ValueTask<AppResponse> ListCompletedAsync(AppRequest request, string userId, CancellationToken cancellationToken)
    {
        try
        {
            var lessons = await progress.GetCompletedAsync(userId, cancellationToken);
            var sorted = new OrderedDictionary<string, string>(lessons.OrderBy(lesson => lesson.Key, Utf8Order.Comparer));
            return AppResponse.Json(200, new CompletedLessons(sorted), FeatureJson.Default.CompletedLessons);
        }
        catch (StoreException exception)
        {
            Log.StoreFailed(logger, "HGETALL lessons", exception.Reason, request.RequestId);
            return LoadFailed;
        }
    }

    public async ValueTask<AppResponse> MarkCompleteAsync(AppRequest request, string userId, CancellationToken cancellationToken)
    {
        if (!PercentEncoding.TryDecode(request.RouteValues["lessonSlug"], out var slug) || !IsSlug(slug))
            return InvalidSlug;

        var now = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        try
        {
            await progress.MarkCompleteAsync(userId, slug, now, cancellationToken);
            return AppResponse.Json(200, new MarkedLesson(slug, now), FeatureJson.Default.MarkedLesson);
        }
        catch (StoreException exception)
        {
            Log.StoreFailed(logger, "HSET lessons", exception.Reason, request.RequestId);
            return SaveFailed;
        }
    }

    // '.', '..' and '/' are no slugs: a proxy that normalises paths would make another path of them.
    private static bool IsSlug(string slug) => slug is not ("" or "." or "..") && !slug.Contains('/', StringComparison.Ordinal) && Text.IsAcceptable(slug);
}
