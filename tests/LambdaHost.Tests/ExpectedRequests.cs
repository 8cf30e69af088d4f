using System.Text;
using Portable.Http;

namespace Lessons.Tests;

/// <summary>
/// The request that each event stands for, according to the documentation of AWS.
/// <see href="https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads"/>,
/// <see href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html"/>,
/// <see href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html"/>,
/// <see href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html"/>.
/// </summary>
internal static class ExpectedRequests
{
    private const string Session = "xxx_session_id=0ujtsYcgvSTl8PAuAdqWYSMnLOv";

    private const string ApiHost = "api-id.execute-api.eu-west-1.amazonaws.com";

    private const string BalancerHost = "lambda-alb-123578498.eu-west-1.elb.amazonaws.com";

    private const string Account = """{"userId":"ada","password":"correct horse battery"}""";

    private static readonly Header Json = new("content-type", "application/json");

    private static readonly AppRequest Login = Request("GET", "/login");

    public static Dictionary<string, AppRequest> ByName { get; } = new(StringComparer.Ordinal)
    {
        ["login"] = Login with { Query = "userId=lambros" },
        ["login-form-base64"] = Request("POST", "/login", new Header("content-type", "application/x-www-form-urlencoded")) with { Body = Bytes("userId=lambros") },
        ["login-json"] = Request("POST", "/login", Json) with { Body = Bytes("""{"userId":"lambros"}""") },
        ["completed"] = Request("GET", "/lessons/completed", new Header("Cookie", Session)),
        ["mark-complete"] = Request("POST", "/lessons/caf%C3%A9/mark-complete", new Header("Cookie", Session)),

        ["list-lessons"] = Request("GET", "/lessons", new Header("Cookie", Session)),
        ["undo-complete"] = Request("DELETE", "/lessons/caf%C3%A9/mark-complete", new Header("Cookie", Session)),
        ["logout"] = Request("POST", "/logout", new Header("Cookie", Session)),
        ["session"] = Request("GET", "/session", new Header("Cookie", Session)),
        ["health"] = Request("GET", "/health"),
        ["openapi"] = Request("GET", "/openapi.json"),
        ["page"] = Request("GET", "/"),
        ["page-style"] = Request("GET", "/page.css"),
        ["page-script"] = Request("GET", "/page.js"),
        ["page-icon"] = Request("GET", "/page.svg"),
        ["register"] = Request("POST", "/register", Json) with { Body = Bytes(Account) },
        ["login-password"] = Request("POST", "/login", Json) with { Body = Bytes(Account) },
        ["change-password"] = Request("POST", "/password", Json, new Header("Cookie", Session)) with { Body = Bytes("""{"password":"correct horse battery","newPassword":"another horse battery"}""") },
        ["logout-everywhere"] = Request("POST", "/logout-everywhere", new Header("Cookie", Session)),

        ["cookies-in-array-and-header"] = Request("GET", "/lessons/completed", new Header("Cookie", "theme=dark; " + Session)),
        ["cookies-in-array-only"] = Request("GET", "/lessons/completed", new Header("Cookie", "theme=dark; " + Session)),
        ["cookies-in-header-only"] = Request("GET", "/lessons/completed", new Header("Cookie", "theme=dark; " + Session)),
        ["cookies-empty-array"] = Request("GET", "/lessons/completed", new Header("cookie", Session)),
        ["duplicate-headers"] = Request("GET", "/login", new("X-Test", "1,2"), new("x-test", "3"), new("If-Modified-Since", "Tue, 11 Oct 2022 23:01:14 GMT")),
        ["query-undecoded"] = Login with { Query = "userId=a%26b+c&userId=%zz&&x" },

        // An HTTP API decodes the path and puts the stage at its beginning.
        ["http-api"] = ByHttpApi("POST", "/lessons/café/mark-complete", new("content-length", "0"), new("Cookie", Session)),
        ["http-api-path-like-stage"] = ByHttpApi("GET", "/production/login"),

        // The decoded parameters are encoded anew, and stand in the order of the event.
        ["rest-api"] = Of(
            "GET",
            "/login/caf%C3%A9",
            new("Host", ApiHost),
            new("X-Amzn-Trace-Id", "Root=1-5759e988-bd862e3fe1be46a994272793"),
            new("X-Forwarded-For", "198.51.100.1, 203.0.113.7"),
            new("X-Forwarded-Port", "443"),
            new("X-Forwarded-Proto", "https"),
            new("accept", "*/*"),
            new("x-test", "1"),
            new("x-test", "2")) with
        { Query = "name%20with%20space=&userId=first&userId=%C3%A4%2Bb%20c%26d%3D%2F" },
        ["rest-api-base-path"] = Of(
            "POST",
            "/lessons/caf%C3%A9/mark-complete",
            new("Host", "api.example.com"),
            new("X-Forwarded-Proto", "https"),
            new("cookie", "theme=dark; " + Session)),
        ["rest-api-form-base64"] = Of(
            "POST",
            "/login",
            new("Host", ApiHost),
            new("X-Forwarded-Proto", "https"),
            new("content-type", "application/x-www-form-urlencoded")) with
        { RemoteAddress = "2001:db8::1", Body = Bytes("userId=lambros") },
        ["http-api-1"] = Of(
            "POST",
            "/lessons/café/mark-complete",
            new("Content-Length", "0"),
            new("Cookie", Session),
            new("Host", ApiHost),
            new("X-Forwarded-For", "203.0.113.7"),
            new("X-Forwarded-Proto", "https")) with
        { Query = "a=1&a=2" },

        // The load balancer decodes no parameter, and appends the address of the client.
        ["alb"] = Of(
            "POST",
            "/lessons/caf%C3%A9/mark-complete",
            new("accept", "*/*"),
            Json,
            new("cookie", "theme=dark; " + Session),
            new("host", BalancerHost),
            new("x-amzn-trace-id", "Root=1-5c536348-3d683b8b04734faae651f476"),
            new("x-forwarded-for", "198.51.100.1, 203.0.113.7"),
            new("x-forwarded-port", "443"),
            new("x-forwarded-proto", "https")) with
        { Query = "a%20b=c%26d+e&x=%zz", Body = Bytes("""{"a":1}""") },
        ["alb-multi-value"] = Of(
            "GET",
            "/login",
            new("cookie", "theme=dark; " + Session),
            new("host", BalancerHost),
            new("x-forwarded-for", "198.51.100.1, 203.0.113.7"),
            new("x-forwarded-port", "80"),
            new("x-forwarded-proto", "http"),
            new("x-test", "1"),
            new("x-test", "2")) with
        { Query = "userId=lambros&userId=a%26b&x=", IsHttps = false },
        ["alb-health-check"] = Of("GET", "/health", new Header("user-agent", "ELB-HealthChecker/2.0")) with { IsHttps = false, RemoteAddress = null },

        ["missing-fields"] = Bare() with { Headers = [] },
        ["null-optional-fields"] = Bare() with { Headers = [new("accept", "*/*")] },
    };

    private static AppRequest Request(string method, string path, params Header[] headers) => By("url-id.lambda-url.eu-west-1.on.aws", method, path, headers);

    private static AppRequest ByHttpApi(string method, string path, params Header[] headers) => By(ApiHost, method, path, headers);

    private static AppRequest By(string host, string method, string path, Header[] headers) => new()
    {
        Method = method,
        Path = path,
        Headers =
        [
            new("accept", "*/*"),
            new("host", host),
            new("user-agent", "curl/8.14.1"),
            new("x-amzn-trace-id", "Root=1-5759e988-bd862e3fe1be46a994272793"),
            new("x-forwarded-for", "203.0.113.7"),
            new("x-forwarded-port", "443"),
            new("x-forwarded-proto", "https"),
            .. headers,
        ],
        IsHttps = true,
        RemoteAddress = "203.0.113.7",
        RequestId = "request-1",
    };

    private static AppRequest Of(string method, string path, params Header[] headers) => new()
    {
        Method = method,
        Path = path,
        Headers = [.. headers],
        IsHttps = true,
        RemoteAddress = "203.0.113.7",
        RequestId = "request-1",
    };

    private static AppRequest Bare() => new() { Method = "GET", Path = "/login", RequestId = "request-1" };

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
