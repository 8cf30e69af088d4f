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
    public static Handler Create(AppSettings settings, ISessionStore sessions, IProgressStore progress, TimeProvider time, ILogger logger)
    {
        var guard = new SessionGuard(sessions, settings.SessionCookieName, logger);
        var login = new Login(sessions, settings.SessionCookieName, time, logger);
        var lessons = new Progress(progress, Catalogue.Load(settings.LessonsFile, AppContext.BaseDirectory), time, logger);
        var origins = new CrossOriginGuard(settings.AllowedOrigins);

        Handler Open(Handler handler) => BodyLimit.Wrap(handler);
        Handler UsersOnly(UserHandler handler) => guard.Require(BodyLimit.Wrap(handler));

        var router = new Router(origins.Require)
            .Map("GET", "/login", Open(login.HandleAsync)) // it opens a session, so HEAD is no part of it
            .Map("POST", "/login", Open(login.HandleAsync))
            .MapRead("/lessons", UsersOnly(lessons.ListAsync))
            .MapRead("/lessons/completed", UsersOnly(lessons.ListCompletedAsync))
            .Map("POST", "/lessons/{lessonSlug}/mark-complete", UsersOnly(lessons.MarkCompleteAsync))
            .Map("DELETE", "/lessons/{lessonSlug}/mark-complete", UsersOnly(lessons.UndoCompleteAsync));

        var recover = new Recover(logger);
        var log = new RequestLog(time, logger);
        var handler = log.Wrap(recover.Wrap(router.HandleAsync));
        return StandardHeaders.Wrap(settings.AllowedOrigins is { } allowed ? new Cors(allowed).Wrap(handler) : handler);
    }
}
