using Lessons.Features;
using Lessons.Http;
using Lessons.Middleware;
using Lessons.Stores;
using Microsoft.Extensions.Logging;

namespace Lessons;

/// <summary>The whole service: every route, and what stands before it.</summary>
public static class App
{
    public static Handler Create(AppSettings settings, ISessionStore sessions, IProgressStore progress, TimeProvider time, ILogger logger)
    {
        var guard = new SessionGuard(sessions, settings.SessionCookieName, logger);
        var login = new Login(sessions, settings.SessionCookieName, time, logger);
        var lessons = new Progress(progress, time, logger);

        Handler Open(Handler handler) => BodyLimit.Wrap(handler);
        Handler UsersOnly(UserHandler handler) => guard.Require(BodyLimit.Wrap(handler));

        var router = new Router()
            .Map("GET", "/login", Open(login.HandleAsync)) // it opens a session, so HEAD is no part of it
            .Map("POST", "/login", Open(login.HandleAsync))
            .MapRead("/lessons/completed", UsersOnly(lessons.ListCompletedAsync))
            .Map("POST", "/lessons/{lessonSlug}/mark-complete", UsersOnly(lessons.MarkCompleteAsync));

        return Stand(router.HandleAsync, time, logger);
    }

    /// <summary>What stands before every answer, a host's own too: the standard headers, the log and the last resort.</summary>
    public static Handler Stand(Handler handler, TimeProvider time, ILogger logger)
    {
        var recover = new Recover(logger);
        var log = new RequestLog(time, logger);
        return StandardHeaders.Wrap(log.Wrap(recover.Wrap(handler)));
    }
}
