using Lessons.Features;
using Lessons.Http;
using Lessons.Middleware;
using Lessons.Stores;
using Lessons.Throttling;
using Microsoft.Extensions.Logging;

namespace Lessons;

/// <summary>The whole service: every route, and what stands before it.</summary>
public static class App
{
    public static Handler Create(AppSettings settings, AppStores stores, TimeProvider time, ILogger logger)
    {
        var isOpen = settings.LoginMode == LoginMode.Open;
        var sessions = new Sessions(settings, stores.Sessions, isOpen ? null : stores.SessionIndex, time);
        var guard = new SessionGuard(sessions, logger);
        var lessons = new Progress(stores.Progress, time, logger);

        var router = new Router();
        if (isOpen)
            MapOpenLogin(router, settings, new Login(sessions, logger), logger);
        else
            MapAccounts(router, settings, stores, sessions, guard, logger);
        router
            .Map("POST", "/logout", new Logout(sessions, logger).EndAsync)
            .MapRead("/lessons/completed", guard.Require(BodyLimit.Wrap(lessons.ListCompletedAsync)))
            .Map("POST", "/lessons/{lessonSlug}/mark-complete", guard.Require(BodyLimit.Wrap(lessons.MarkCompleteAsync)));

        var recover = new Recover(logger);
        var log = new RequestLog(time, logger);
        return StandardHeaders.Wrap(log.Wrap(recover.Wrap(router.HandleAsync)));
    }

    private static void MapOpenLogin(Router router, AppSettings settings, Login login, ILogger logger)
    {
        if (settings.NamesRedis)
            Log.OpenLogin(logger);
        router
            .Map("GET", "/login", BodyLimit.Wrap(login.HandleAsync)) // it opens a session, so HEAD is no part of it
            .Map("POST", "/login", BodyLimit.Wrap(login.HandleAsync));
    }

    private static void MapAccounts(Router router, AppSettings settings, AppStores stores, Sessions sessions, SessionGuard guard, ILogger logger)
    {
        var throttle = new Throttle(stores.Attempts);
        var login = new PasswordLogin(stores.Accounts, throttle, sessions, logger);
        var registration = new Registration(settings.IsRegistrationOpen, stores.Accounts, throttle, sessions, logger);
        var change = new PasswordChange(stores.Accounts, throttle, sessions, logger);
        var limit = new HashingLimit();
        router
            .Map("POST", "/login", limit.Wrap(BodyLimit.Wrap(login.HandleAsync)))
            .Map("POST", "/register", limit.Wrap(BodyLimit.Wrap(registration.HandleAsync)))
            .Map("POST", "/password", limit.Wrap(guard.Require(BodyLimit.Wrap(change.HandleAsync))))
            .Map("POST", "/logout-everywhere", new Logout(sessions, logger).EndAllAsync);
    }
}
