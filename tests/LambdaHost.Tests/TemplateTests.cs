using System.IO.Compression;
using Lessons.TestKit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Portable.Lambda;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Lessons.Tests;

/// <summary>Compares template.yaml with the settings that the host reads and with the contents of the zip.</summary>
public sealed class TemplateTests
{
    private const string Folder = "/var/task/";

    private readonly YamlMappingNode _template = Load();

    private YamlMappingNode Function => Map(Map(Map(_template, "Resources"), "LessonsFunction"), "Properties");

    [Fact]
    public void The_function_is_the_articles_function_on_the_current_runtime()
    {
        Assert.Equal("build/handler.zip", Text(Function, "CodeUri"));
        Assert.Equal("bootstrap", Text(Function, "Handler"));
        Assert.Equal("provided.al2023", Text(Function, "Runtime"));
        Assert.Equal("512", Text(Function, "MemorySize"));
        Assert.Equal("arm64", Default("Architecture"));
        Assert.Equal("JSON", Default("LogFormat"));
    }

    [Fact]
    public void The_function_url_needs_no_authentication_and_sets_no_CORS() =>
        Assert.Equal([new("AuthType", "NONE"), new("InvokeMode", "InvokeMode")], Map(Function, "FunctionUrlConfig").Children.Select(child => KeyValuePair.Create(child.Key.ToString(), child.Value.ToString())));

    [Fact]
    public void The_variables_are_the_ones_that_the_host_and_its_runtime_read()
    {
        string[] runtimes = ["INVOKE_MODE", "SSL_CERT_DIR", "SSL_CERT_FILE"];
        var read = new HashSet<string>(StringComparer.Ordinal);
        AppSettings.Read(name =>
        {
            read.Add(name);
            return null;
        });

        var variables = Map(Map(Function, "Environment"), "Variables").Children.Keys.Select(key => key.ToString());

        Assert.Equal(read.Concat(runtimes).Order(StringComparer.Ordinal), variables.Order(StringComparer.Ordinal));
    }

    // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-url.html has the words of the mode.
    [Fact]
    public void One_parameter_sets_the_invoke_mode_of_the_URL_and_of_the_host()
    {
        Assert.Equal("InvokeMode", Map(Map(Function, "Environment"), "Variables").Children["INVOKE_MODE"].ToString());
        Assert.Equal("BUFFERED", Default("InvokeMode"));
        Assert.Equal(
            [InvokeMode.Buffered, InvokeMode.ResponseStream],
            Sequence(Parameter("InvokeMode"), "AllowedValues").Select(value => InvokeModeSetting.Read(new(NullLogger.Instance, TimeProvider.System, _ => value.ToString()))));
    }

    [Fact]
    public void For_the_roots_of_the_system_both_certificate_variables_are_unset()
    {
        var variables = Map(Map(Function, "Environment"), "Variables");
        Assert.Equal("[ SystemsRoots, AWS::NoValue, SslCertFile ]", variables.Children["SSL_CERT_FILE"].ToString());
        Assert.Equal("[ SystemsRoots, AWS::NoValue, SslCertDir ]", variables.Children["SSL_CERT_DIR"].ToString());
        Assert.Equal("[ SslCertFile, system ]", Map(_template, "Conditions").Children["SystemsRoots"].ToString());
    }

    [Fact]
    public void Every_allowed_log_level_is_a_different_level_of_the_host()
    {
        var levels = Sequence(Parameter("LogLevel"), "AllowedValues").Select(level => LambdaLogLevel.Parse(level.ToString()));

        Assert.Equal(Enumerable.Range((int)LogLevel.Trace, 6), levels.Select(level => (int)level));
    }

    [Fact]
    public void The_host_accepts_every_default()
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
    public void A_deployment_without_a_Redis_URL_is_refused()
    {
        var assertion = (YamlMappingNode)Sequence(Map(Map(_template, "Rules"), "RedisIsGiven"), "Assertions").Single();

        Assert.Equal("RedisUrl or RedisUrlParameter must be given.", Text(assertion, "AssertDescription"));
        Assert.Equal("[ [ [ RedisUrl,  ], [ RedisUrlParameter,  ] ] ]", assertion.Children["Assert"].ToString());
        Assert.Equal(("", ""), (Default("RedisUrl"), Default("RedisUrlParameter")));
    }

    [Fact]
    public void The_host_accepts_every_allowed_login_mode()
    {
        foreach (var mode in Sequence(Parameter("LoginMode"), "AllowedValues"))
            Assert.Equal(mode.ToString(), AppSettings.Read(name => name == "LOGIN_MODE" ? mode.ToString() : null).LoginMode.ToString(), ignoreCase: true);
    }

    [Fact]
    public void The_Redis_URL_is_hidden_and_the_role_may_read_only_its_parameter()
    {
        Assert.Equal("true", Text(Parameter("RedisUrl"), "NoEcho"));
        var policy = (YamlMappingNode)((YamlSequenceNode)Sequence(Function, "Policies").Single()).Children[1];
        var statement = (YamlMappingNode)Sequence(policy, "Statement").Single();
        Assert.Equal("ssm:GetParameter", Text(statement, "Action"));
        Assert.Equal("arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter${RedisUrlParameter}", Text(statement, "Resource"));
    }

    [Fact]
    public void The_outputs_are_the_outputs_of_the_article() =>
        Assert.Equal(
            ["LessonsApi=LessonsFunctionUrl.FunctionUrl", "LessonsFunction=LessonsFunction.Arn", "LessonsFunctionIamRole=LessonsFunctionRole.Arn"],
            Map(_template, "Outputs").Children.Select(output => $"{output.Key}={Text((YamlMappingNode)output.Value, "Value")}"));

    [PublishedFact(nameof(Programs.LacksHandlerZip))]
    public void The_zip_contains_the_executable_program_and_the_certificates()
    {
        Assert.Equal(Folder + "ca.pem", Default("SslCertFile"));
        Assert.StartsWith(Folder, Default("SslCertDir"), StringComparison.Ordinal);
        using var zip = ZipFile.OpenRead(Path.Combine(Programs.Published!, "handler.zip"));

        Assert.Equal(["bootstrap", "ca.pem"], zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
        Assert.Equal(["bootstrap 100755", "ca.pem 100644"], zip.Entries.Select(entry => $"{entry.FullName} {Convert.ToString((entry.ExternalAttributes >> 16) & 0xffff, 8)}").Order(StringComparer.Ordinal));
        using var roots = new StreamReader(zip.GetEntry("ca.pem")!.Open());
        Assert.InRange(roots.ReadToEnd().Split("-----BEGIN CERTIFICATE-----").Length - 1, 11, 50); // package.sh names the roots
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
