using Microsoft.Extensions.Logging;
using Portable.Http;
using Portable.Redis;

namespace Lessons;

/// <summary>The whole service: its middlewares and its routes.</summary>
public static class App
{
    /// <summary>Creates the handler of the service.</summary>
    /// <exception cref="SettingsException">The catalogue of lessons cannot be used.</exception>
    public static Handler Create(AppSettings settings, AppStores stores, TimeProvider time, ILogger logger) =>
        CreateApp(settings, stores, time, logger).Build();

    /// <summary>Starts to connect and returns at once, so that an unreachable server does not stop the host.</summary>
    /// <exception cref="SettingsException">The URL names a database of a cluster.</exception>
    public static RedisConnection OpenRedis(RedisUrl url, AppSettings settings, ILogger logger) =>
        RedisConnection.Open(new(url) { Timeout = settings.RedisTimeout, IsCluster = settings.RedisCluster }, Instruments.Redis, logger);

    internal static HttpApp CreateApp(AppSettings settings, AppStores stores, TimeProvider time, ILogger logger)
    {
        var isOpen = settings.LoginMode == LoginMode.Open;
        var sessions = new Sessions(settings, stores.Sessions, isOpen ? null : stores.SessionIndex, time);
        var users = new SessionGuard(sessions, logger);
        var lessons = CreateProgress(settings, stores, time);
        var logout = new Logout(sessions);

        var app = new HttpApp()
            .Use(BehindProxies.Believe(settings.TrustedProxies))
            .Use(StandardHeaders.Add)
            .Use(Cors.Allow(settings.AllowedOrigins))
            .Use(settings.LogsRequests ? RequestLog.To(logger, time) : next => next)
            .Use(RequestTelemetry.Measure(Instruments.Http, time))
            .Use(Recover.LogTo(logger))
            .Guard(CrossOriginGuard.Require(settings.AllowedOrigins, logger));
        if (isOpen)
            MapOpenLogin(app, settings, new Login(sessions), logger);
        else
            MapAccounts(app, settings, stores, sessions, users, logger);
        return app
            .MapRead("/session", SessionGuard.LookupFailure.Around(new SessionState(settings, sessions).HandleAsync, logger))
            .Map("POST", "/logout", Logout.Failure.Around(logout.EndAsync, logger))
            .MapRead("/lessons", users.Require(lessons.ListAsync, Progress.LoadFailure))
            .MapRead("/lessons/completed", users.Require(lessons.ListCompletedAsync, Progress.LoadFailure))
            .Map("POST", "/lessons/{lessonSlug}/mark-complete", users.Require(lessons.MarkCompleteAsync, Progress.MarkFailure))
            .Map("DELETE", "/lessons/{lessonSlug}/mark-complete", users.Require(lessons.UndoCompleteAsync, Progress.UndoFailure))
            // The following routes need no session.
            .MapRead("/health", Health.Failure.Around(new Health(stores.PingAsync).HandleAsync, logger))
            .MapRead("/openapi.json", new ApiDescription(settings.SessionCookieName).HandleAsync)
            .MapRead("/", LearnersPage.Html.HandleAsync)
            .MapRead("/page.css", LearnersPage.Style.HandleAsync)
            .MapRead("/page.js", LearnersPage.Script.HandleAsync)
            .MapRead("/page.svg", LearnersPage.Icon.HandleAsync);
    }

    private static void MapOpenLogin(HttpApp app, AppSettings settings, Login login, ILogger logger)
    {
        if (settings.NamesRedis)
            Log.OpenLogin(logger);
        var handler = Login.Failure.Around(BodyLimit.Wrap(login.HandleAsync), logger);
        app
            .Map("GET", "/login", handler) // GET opens a session, so HEAD is not mapped
            .Map("POST", "/login", handler);
    }

    private static void MapAccounts(HttpApp app, AppSettings settings, AppStores stores, Sessions sessions, SessionGuard users, ILogger logger)
    {
        if (PasswordHashing.AreCheap)
            Log.CheapPasswordHashes(logger);
        var throttle = new Throttle(stores.Attempts);
        var accountSessions = new AccountSessions(stores.Accounts, sessions);
        var login = new PasswordLogin(stores.Accounts, throttle, accountSessions);
        var registration = new Registration(settings.IsRegistrationOpen, stores.Accounts, throttle, accountSessions);
        var change = new PasswordChange(stores.Accounts, throttle, sessions, accountSessions);
        app
            .Map("POST", "/login", BusyAnswer.Wrap(PasswordLogin.Failure.Around(BodyLimit.Wrap(login.HandleAsync), logger)))
            .Map("POST", "/register", BusyAnswer.Wrap(Registration.Failure.Around(BodyLimit.Wrap(registration.HandleAsync), logger)))
            .Map("POST", "/password", BusyAnswer.Wrap(users.Require(change.HandleAsync, PasswordChange.Failure)))
            .Map("POST", "/logout-everywhere", Logout.Failure.Around(new Logout(sessions).EndAllAsync, logger));
    }

    // MAX_LESSONS applies only in mode password without a catalogue. A catalogue is a limit by itself, because a lesson outside
    // of the catalogue cannot be marked. In mode open a limit is useless: a client can log in as any user.
    private static Progress CreateProgress(AppSettings settings, AppStores stores, TimeProvider time)
    {
        var catalogue = Catalogue.Load(settings.LessonsFile, AppContext.BaseDirectory);
        var isBounded = settings.LoginMode == LoginMode.Password && catalogue is null;
        return new(stores.Progress, catalogue, isBounded ? settings.MaxLessons : null, time);
    }
}
