namespace Lessons.LambdaHost.FunctionUrl;

/// <summary>An answer in the form of payload version 2.0. Several cookies are possible only in <see cref="Cookies"/>.</summary>
internal sealed record FunctionUrlAnswer(int StatusCode, IDictionary<string, string> Headers, string[] Cookies, string Body, bool IsBase64Encoded);
