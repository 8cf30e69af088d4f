using System.Text;
using Portable.Redis;

namespace Lessons.Server;

/// <summary>
/// <c>lessons-server user add|reset|remove USERID</c>, with the settings of the server. A password comes by standard
/// input: every process of the machine can read arguments.
/// </summary>
internal static class UserCommand
{
    public const string Usage = "Usage: lessons-server user add|reset|remove USERID   (add and reset read the password from standard input)";

    /// <summary>Returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments, OperatorAccounts accounts)
    {
        try
        {
            var (error, done) = arguments switch
            {
                ["user", "add", var userId] => (
                    await accounts.AddAsync(userId, ReadPassword(), CancellationToken.None),
                    $"Added the account {userId}."),
                ["user", "reset", var userId] => (
                    await accounts.ResetAsync(userId, ReadPassword(), CancellationToken.None),
                    $"Set the password of {userId}, and ended every session of {userId}."),
                ["user", "remove", var userId] => (
                    await accounts.RemoveAsync(userId, CancellationToken.None),
                    $"Removed the account {userId} and its sessions. Its progress is still in the key lessons:{userId}."),
                _ => (Usage, ""),
            };
            await WriteAsync(error is null ? Console.Out : Console.Error, error ?? done);
            return error is null ? 0 : 1;
        }
        catch (StoreException exception)
        {
            await WriteAsync(Console.Error, $"{exception.Message} {exception.Reason}");
            return 1;
        }
    }

    // The exit code says it too, where the output takes nothing.
    private static async Task WriteAsync(TextWriter output, string text)
    {
        try
        {
            await output.WriteLineAsync(text);
        }
        catch (IOException)
        {
            // The disk is full, say.
        }
    }

    private static string ReadPassword()
    {
        if (Console.IsInputRedirected)
            return Console.In.ReadLine() ?? "";

        Console.Error.Write("Password: ");
        var password = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
                password.Length -= Math.Min(1, password.Length);
            else if (!char.IsControl(key.KeyChar)) // an arrow, say
                password.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return password.ToString();
    }
}
