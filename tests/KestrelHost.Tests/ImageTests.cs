using System.Globalization;
using Lessons.TestKit;
using Xunit;

namespace Lessons.Tests;

/// <summary>
/// Runs the files of the container image as a container runtime does: as process 1, as a user without rights, on a read-only file
/// system. Only root can run them in this way.
/// </summary>
public sealed class ImageTests : IDisposable
{
    // A shell script. Its arguments are the folder of the image's files, and the command to run with that folder as the root folder.
    private const string Enter = """
        set -e
        mount --bind "$0" "$0"
        mount -t proc proc "$0/proc"
        mount --bind /dev "$0/dev"
        mount -o remount,bind,ro "$0"
        exec chroot --userspec=65532:65532 "$0" "$@"
        """;

    private const long MaxCompressedBytes = 12_000_000;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PublishedFact(nameof(Programs.LacksImage))]
    public async Task The_image_has_only_the_expected_files_and_at_most_12_MB_compressed()
    {
        var root = await LayOutAsync();
        var archive = Path.Combine(_folder.Path, "image.tar.gz");
        await RunAsync("/bin/tar", "-czf", archive, "-C", root, ".");

        var files = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(file => Normalize(Path.GetRelativePath(root, file)));
        string[] expected =
        [
            "etc/group", "etc/hosts", "etc/nsswitch.conf", "etc/passwd", "etc/ssl/certs/ca-certificates.crt",
            "ld", "lessons-server", "libc.so.6", "libm.so.6",
        ];
        Assert.Equal(expected, files.Order(StringComparer.Ordinal));
        Assert.InRange(new FileInfo(archive).Length, 1, MaxCompressedBytes);
    }

    [PublishedFact(nameof(Programs.LacksImage))]
    public async Task SIGTERM_ends_process_1_with_0_and_no_acknowledged_mark_is_lost()
    {
        var root = await LayOutAsync();
        await using var redis = await RedisProcess.StartAsync();
        await using var service = await StartAsync(root, ("UPSTASH_REDIS_URL", redis.Url));
        var server = FindServer(service.Process);
        var cookie = await service.LoginAsync("u");
        Assert.Equal(["1"], NamespacedIds(server).TakeLast(1));

        var marked = new List<string>();
        var marking = Enumerable.Range(0, 8).Select(worker => MarkUntilEndAsync(service, cookie, worker, marked)).ToList();
        await Eventually.HoldsAsync("more than a hundred marks are acknowledged", () => Task.FromResult(Count(marked) > 100));
        await RunAsync("/bin/sh", "-c", "kill -TERM $0", server.ToString(CultureInfo.InvariantCulture));
        await Task.WhenAll(marking);

        Assert.Equal(0, await service.Process.WaitForExitAsync());
        await using var connection = await redis.ConnectAsync();
        var kept = (await connection.GetDatabase().HashKeysAsync("lessons:u")).Select(slug => slug.ToString()).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(marked.ToHashSet(StringComparer.Ordinal), kept);
    }

    [Fact]
    public async Task The_Dockerfile_sets_user_address_port_and_health_check()
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(Programs.Repository, "deploy", "Dockerfile"));

        Assert.Contains("FROM scratch", lines);
        Assert.Contains("USER 65532:65532", lines);
        Assert.Contains("ENV BIND_ADDRESS=0.0.0.0 PORT=8080", lines);
        Assert.Contains("ENTRYPOINT [\"/lessons-server\"]", lines);
        var probe = Assert.Single(lines, line => line.StartsWith("HEALTHCHECK ", StringComparison.Ordinal));
        Assert.EndsWith(" CMD [\"/lessons-server\", \"health\"]", probe, StringComparison.Ordinal);
    }

    [PublishedFact(nameof(Programs.LacksImage))]
    public async Task The_health_command_exits_with_0_in_the_image_without_a_shell()
    {
        var root = await LayOutAsync();
        await using var redis = await RedisProcess.StartAsync();
        await using var service = await StartAsync(root, ("UPSTASH_REDIS_URL", redis.Url));

        await using var probe = StartInRoot(
            root, ["/lessons-server", "health"], ("PORT", service.Port.ToString(CultureInfo.InvariantCulture)), ("BIND_ADDRESS", "0.0.0.0"));

        Assert.Equal(0, await probe.WaitForExitAsync());
    }

    [PublishedFact(nameof(Programs.LacksImage))]
    public async Task The_server_in_the_image_trusts_its_certificate_bundle_by_default()
    {
        var root = await LayOutAsync();
        var certificate = TestCertificate.Create(_folder.Path, "localhost");
        await File.AppendAllTextAsync(Path.Combine(root, "etc/ssl/certs/ca-certificates.crt"), await File.ReadAllTextAsync(certificate.AuthorityFile));
        await using var redis = await RedisProcess.StartWithTlsAsync(certificate);
        await using var service = await StartAsync(root, ("UPSTASH_REDIS_URL", $"rediss://:s3cret@localhost:{redis.Port}"));

        Assert.Equal(307, (await service.SendAsync("GET /login?userId=u")).Status);
    }

    private static Task<RunningHost> StartAsync(string root, params (string Name, string Value)[] settings) =>
        RunningHost.WaitForAsync(StartInRoot(root, ["/lessons-server"], [("PORT", "0"), .. settings]));

    private static ChildProcess StartInRoot(string root, string[] command, params (string Name, string Value)[] settings)
    {
        string[] line = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation", "private", "/bin/sh", "-c", Enter, root, .. command];
        return Programs.Start(line[0], line[1..], settings.ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal));
    }

    private async Task<string> LayOutAsync()
    {
        var root = Path.Combine(_folder.Path, "root");
        await RunAsync(Path.Combine(Programs.Repository, "deploy", "image-root.sh"), root);
        return root;
    }

    // Returns only the name of a library, and "ld" for the loader, because libraries have other folders and the loader has another name on
    // each architecture.
    private static string Normalize(string file) =>
        !file.StartsWith("lib", StringComparison.Ordinal) ? file
        : Path.GetFileName(file) is var name && name.StartsWith("ld-linux", StringComparison.Ordinal) ? "ld"
        : name;

    private static async Task RunAsync(string program, params string[] arguments)
    {
        await using var process = Programs.Start(program, arguments);
        Assert.True(await process.WaitForExitAsync() == 0, process.Output);
    }

    // The only child of unshare is process 1 of the new namespace.
    private static int FindServer(ChildProcess unshare) =>
        int.Parse(File.ReadAllText($"/proc/{unshare.Id}/task/{unshare.Id}/children").Trim(), CultureInfo.InvariantCulture);

    private static string[] NamespacedIds(int process) =>
        File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith("NSpid:", StringComparison.Ordinal)).Split('\t')[1..];

    private static async Task MarkUntilEndAsync(RunningHost service, string cookie, int worker, List<string> marked)
    {
        for (var i = 0; ; i++)
        {
            var slug = $"{worker}-{i}";
            try
            {
                if ((await service.SendAsync($"POST /lessons/{slug}/mark-complete", [cookie])).Status != 200)
                    return;
            }
            catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException)
            {
                return; // The server has exited.
            }

            lock (marked)
                marked.Add(slug);
        }
    }

    private static int Count(List<string> marked)
    {
        lock (marked)
            return marked.Count;
    }
}
