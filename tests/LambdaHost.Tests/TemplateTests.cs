using System.IO.Compression;
using Lessons.TestKit;
using Microsoft.Extensions.Logging;
using Portable.Lambda;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Lessons.Tests;

/// <summary>Holds template.yaml against what the host reads and what the zip contains.</summary>
public sealed class TemplateTests
{
    private const string Folder = "/var/task/";

    private readonly YamlMappingNode _template = Load();

    private YamlMappingNode Function => Map(Map(Map(_template, "Resources"), "LessonsFunction"), "Properties");

    [Fact]
    public void The_function_is_what_the_article_deploys_on_todays_runtime()
    {
        Assert.Equal("build/handler.zip", Text(Function, "CodeUri"));
        Assert.Equal("bootstrap", Text(Function, "Handler"));
        Assert.Equal("provided.al2023", Text(Function, "Runtime"));
        Assert.Equal("512", Text(Function, "MemorySize"));
        Assert.Equal("arm64", Default("Architecture"));
        Assert.Equal("JSON", Default("LogFormat"));
    }

    [Fact]
    public void The_function_url_is_open_and_leaves_origins_to_the_service() =>
        Assert.Equal([new("AuthType", "NONE")], Map(Function, "FunctionUrlConfig").Children.Select(child => KeyValuePair.Create(child.Key.ToString(), child.Value.ToString())));

    [Fact]
    public void Its_variables_are_those_that_the_host_and_its_runtime_read()
    {
        string[] runtimes = ["SSL_CERT_DIR", "SSL_CERT_FILE"];
        var read = new HashSet<string>(StringComparer.Ordinal);
        AppSettings.Read(name =>
        {
            read.Add(name);
            return null;
        });

        var variables = Map(Map(Function, "Environment"), "Variables").Children.Keys.Select(key => key.ToString());

        Assert.Equal(read.Concat(runtimes).Order(StringComparer.Ordinal), variables.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Roots_that_are_the_systems_leave_both_variables_unset_since_empty_would_mean_none()
    {
        var variables = Map(Map(Function, "Environment"), "Variables");
        Assert.Equal("[ SystemsRoots, AWS::NoValue, SslCertFile ]", variables.Children["SSL_CERT_FILE"].ToString());
        Assert.Equal("[ SystemsRoots, AWS::NoValue, SslCertDir ]", variables.Children["SSL_CERT_DIR"].ToString());
        Assert.Equal("[ SslCertFile, system ]", Map(_template, "Conditions").Children["SystemsRoots"].ToString());
    }

    [Fact]
    public void Every_log_level_that_it_allows_is_one_that_the_host_tells_apart()
    {
        var levels = Sequence(Parameter("LogLevel"), "AllowedValues").Select(level => LambdaLogLevel.Parse(level.ToString()));

        Assert.Equal(Enumerable.Range((int)LogLevel.Trace, 6), levels.Select(level => (int)level));
    }

    [Fact]
    public void Every_default_is_one_that_the_host_takes()
    {
        var settings = AppSettings.Read(name => name switch
        {
            "LOGIN_MODE" => Default("LoginMode"),
            "REGISTRATION" => Default("Registration"),
            "SESSION_TTL" => Default("SessionTtl"),
            "SESSION_IDLE_TTL" => Default("SessionIdleTtl"),
            "MAX_SESSIONS" => Default("MaxSessions"),
            "SESSION_COOKIE_NAME" => Default("SessionCookieName"),
            _ => null,
        });

        Assert.Equal(new AppSettings { LoginMode = LoginMode.Password, SessionCookieName = "__Host-xxx_session_id" }, settings);
    }

    [Fact]
    public void It_is_not_deployed_without_a_redis()
    {
        var assertion = (YamlMappingNode)Sequence(Map(Map(_template, "Rules"), "RedisIsGiven"), "Assertions").Single();

        Assert.Equal("RedisUrl or RedisUrlParameter must be given.", Text(assertion, "AssertDescription"));
        Assert.Equal("[ [ [ RedisUrl,  ], [ RedisUrlParameter,  ] ] ]", assertion.Children["Assert"].ToString());
        Assert.Equal(("", ""), (Default("RedisUrl"), Default("RedisUrlParameter")));
    }

    [Fact]
    public void Every_login_mode_that_it_allows_is_one_that_the_host_takes()
    {
        foreach (var mode in Sequence(Parameter("LoginMode"), "AllowedValues"))
            Assert.Equal(mode.ToString(), AppSettings.Read(name => name == "LOGIN_MODE" ? mode.ToString() : null).LoginMode.ToString(), ignoreCase: true);
    }

    [Fact]
    public void The_redis_url_is_not_shown_and_its_parameter_may_be_read_and_nothing_else()
    {
        Assert.Equal("true", Text(Parameter("RedisUrl"), "NoEcho"));
        var policy = (YamlMappingNode)((YamlSequenceNode)Sequence(Function, "Policies").Single()).Children[1];
        var statement = (YamlMappingNode)Sequence(policy, "Statement").Single();
        Assert.Equal("ssm:GetParameter", Text(statement, "Action"));
        Assert.Equal("arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter${RedisUrlParameter}", Text(statement, "Resource"));
    }

    [Fact]
    public void The_outputs_are_the_articles() =>
        Assert.Equal(
            ["LessonsApi=LessonsFunctionUrl.FunctionUrl", "LessonsFunction=LessonsFunction.Arn", "LessonsFunctionIamRole=LessonsFunctionRole.Arn"],
            Map(_template, "Outputs").Children.Select(output => $"{output.Key}={Text((YamlMappingNode)output.Value, "Value")}"));

    [PublishedFact(nameof(Programs.LacksHandlerZip))]
    public void The_zip_holds_the_program_with_its_run_bit_and_the_certificates()
    {
        Assert.Equal(Folder + "ca.pem", Default("SslCertFile"));
        Assert.StartsWith(Folder, Default("SslCertDir"), StringComparison.Ordinal);
        using var zip = ZipFile.OpenRead(Path.Combine(Programs.Published!, "handler.zip"));

        Assert.Equal(["bootstrap", "ca.pem"], zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
        Assert.Equal(["bootstrap 100755", "ca.pem 100644"], zip.Entries.Select(entry => $"{entry.FullName} {Convert.ToString((entry.ExternalAttributes >> 16) & 0xffff, 8)}").Order(StringComparer.Ordinal));
        using var roots = new StreamReader(zip.GetEntry("ca.pem")!.Open());
        Assert.InRange(roots.ReadToEnd().Split("-----BEGIN CERTIFICATE-----").Length - 1, 11, 50); // package.sh names them
    }

    private static YamlMappingNode Load()
    {
        var stream = new YamlStream();
        using var reader = File.OpenText(Path.Combine(AppContext.BaseDirectory, "template.yaml"));
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    private YamlMappingNode Parameter(string name) => Map(Map(_template, "Parameters"), name);

    private string Default(string parameter) => Text(Parameter(parameter), "Default");

    private static YamlMappingNode Map(YamlMappingNode node, string key) => (YamlMappingNode)node.Children[key];

    private static YamlSequenceNode Sequence(YamlMappingNode node, string key) => (YamlSequenceNode)node.Children[key];

    private static string Text(YamlMappingNode node, string key) => ((YamlScalarNode)node.Children[key]).Value!;
}
