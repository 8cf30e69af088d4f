using Lessons.Features;
using Lessons.Http;
using Lessons.Middleware;
using Lessons.Page;
using Lessons.Passwords;
using Lessons.Stores;
using Lessons.Throttling;
using Microsoft.Extensions.Logging;

namespace Lessons;

/// <summary>The whole service: every route, and what stands before it.</summary>
public static class App
{
    /// <exception cref="SettingsException">There is a catalogue of lessons, and it cannot be used.</exception>
    public static Handler Create(AppSettings settings, AppStores stores, TimeProvider time, ILogger logger)
    {
        var router = CreateRouter(settings, stores, time, logger);
        var recover = new Recover(logger);
        var log = new RequestLog(time, logger);
        var telemetry = new RequestTelemetry(router.FindTemplate, time);
        var handler = log.Wrap(telemetry.Wrap(recover.Wrap(router.HandleAsync)));
        handler = StandardHeaders.Wrap(settings.AllowedOrigins is { } allowed ? new Cors(allowed).Wrap(handler) : handler);
        return settings.TrustedProxies is { } proxies ? BehindProxies.Wrap(proxies, handler) : handler;
    }

    /// <summary>What stands before an answer of a host's own too: the standard headers, the log and the last resort.</summary>
    public static Handler Stand(Handler handler, TimeProvider time, ILogger logger) =>
        StandardHeaders.Wrap(new RequestLog(time, logger).Wrap(new Recover(logger).Wrap(handler)));

    internal static Router CreateRouter(AppSettings settings, AppStores stores, TimeProvider time, ILogger logger)
    {
        var isOpen = settings.LoginMode == LoginMode.Open;
        var sessions = new Sessions(settings, stores.Sessions, isOpen ? null : stores.SessionIndex, time);
        var guard = new SessionGuard(sessions, logger);
        var lessons = CreateProgress(settings, stores, time, logger);
        var origins = new CrossOriginGuard(settings.AllowedOrigins, logger);

        Handler UsersOnly(UserHandler handler) => guard.Require(BodyLimit.Wrap(handler));

        var router = new Router(origins.Require);
        if (isOpen)
            MapOpenLogin(router, settings, new Login(sessions, logger), logger);
        else
            MapAccounts(router, settings, stores, sessions, guard, logger);
        return router
            .Map("POST", "/logout", new Logout(sessions, logger).EndAsync)
            .MapRead("/lessons", UsersOnly(lessons.ListAsync))
            .MapRead("/lessons/completed", UsersOnly(lessons.ListCompletedAsync))
            .Map("POST", "/lessons/{lessonSlug}/mark-complete", UsersOnly(lessons.MarkCompleteAsync))
            .Map("DELETE", "/lessons/{lessonSlug}/mark-complete", UsersOnly(lessons.UndoCompleteAsync))
            // Those are for everyone.
            .MapRead("/health", new Health(stores.PingAsync, logger).HandleAsync)
            .MapRead("/openapi.json", new ApiDescription(settings.SessionCookieName).HandleAsync)
            .MapPage();
    }

    // A catalogue is a bound of its own: what is not in it cannot be marked. Whoever can be any user needs none.
    private static Progress CreateProgress(AppSettings settings, AppStores stores, TimeProvider time, ILogger logger)
    {
        var catalogue = Catalogue.Load(settings.LessonsFile, AppContext.BaseDirectory);
        var isBounded = settings.LoginMode == LoginMode.Password && !(catalogue?.Lessons.Count <= settings.MaxLessons);
        return new(stores.Progress, catalogue, isBounded ? settings.MaxLessons : null, time, logger);
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
        if (PasswordHashing.AreCheap)
            Log.CheapPasswordHashes(logger);
        var throttle = new Throttle(stores.Attempts);
        var accountSessions = new AccountSessions(stores.Accounts, sessions);
        var login = new PasswordLogin(stores.Accounts, throttle, accountSessions, logger);
        var registration = new Registration(settings.IsRegistrationOpen, stores.Accounts, throttle, accountSessions, logger);
        var change = new PasswordChange(stores.Accounts, throttle, sessions, accountSessions, logger);
        router
            .Map("POST", "/login", BusyAnswer.Wrap(BodyLimit.Wrap(login.HandleAsync)))
            .Map("POST", "/register", BusyAnswer.Wrap(BodyLimit.Wrap(registration.HandleAsync)))
            .Map("POST", "/password", BusyAnswer.Wrap(guard.Require(BodyLimit.Wrap(change.HandleAsync))))
            .Map("POST", "/logout-everywhere", new Logout(sessions, logger).EndAllAsync);
    }
}
