using Lessons.Features;
using Lessons.Http;
using Lessons.Middleware;
using Lessons.Stores;
using Microsoft.Extensions.Logging;

namespace Lessons;

/// <summary>The whole service: every route, and what stands before it.</summary>
public static class App
{
    /// <exception cref="SettingsException">There is a catalogue of lessons, and it cannot be used.</exception>
    public static Handler Create(AppSettings settings, ISessionStore sessions, IProgressStore progress, Func<CancellationToken, Task> pingAsync, TimeProvider time, ILogger logger)
    {
        var guard = new SessionGuard(sessions, settings.SessionCookieName, logger);
        var login = new Login(sessions, settings.SessionCookieName, time, logger);
        var lessons = new Progress(progress, Catalogue.Load(settings.LessonsFile, AppContext.BaseDirectory), time, logger);
        var origins = new CrossOriginGuard(settings.AllowedOrigins);
        var health = new Health(pingAsync, logger);

        Handler Open(Handler handler) => BodyLimit.Wrap(handler);
        Handler UsersOnly(UserHandler handler) => guard.Require(BodyLimit.Wrap(handler));

        var router = new Router(origins.Require)
            .MapRead("/health", health.HandleAsync) // for everyone: no session, no body
            .Map("GET", "/login", Open(login.HandleAsync)) // it opens a session, so HEAD is no part of it
            .Map("POST", "/login", Open(login.HandleAsync))
            .MapRead("/lessons", UsersOnly(lessons.ListAsync))
            .MapRead("/lessons/completed", UsersOnly(lessons.ListCompletedAsync))
            .Map("POST", "/lessons/{lessonSlug}/mark-complete", UsersOnly(lessons.MarkCompleteAsync))
            .Map("DELETE", "/lessons/{lessonSlug}/mark-complete", UsersOnly(lessons.UndoCompleteAsync));

        var recover = new Recover(logger);
        var log = new RequestLog(time, logger);
        var telemetry = new RequestTelemetry(router.FindTemplate, time);
        var handler = log.Wrap(telemetry.Wrap(recover.Wrap(router.HandleAsync)));
        return StandardHeaders.Wrap(settings.AllowedOrigins is { } allowed ? new Cors(allowed).Wrap(handler) : handler);
    }
}
