using System.Text;
using Portable.Redis;

namespace Lessons.Server;

/// <summary>
/// <c>lessons-server user add|reset|remove USERID</c>: adds an account, sets its password or removes it. The settings are those of the
/// server. The password is read from standard input, because other users of the machine can read a program's arguments.
/// </summary>
internal static class UserCommand
{
    public const string Usage = "Usage: lessons-server user add|reset|remove USERID   (add and reset read the password from standard input)";

    /// <summary>Returns the exit code: 0 if the command has succeeded, otherwise 1.</summary>
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

    // A failed write is ignored, because the exit code also reports the result.
    private static async Task WriteAsync(TextWriter output, string text)
    {
        try
        {
            await output.WriteLineAsync(text);
        }
        catch (IOException)
        {
            // For example, the text goes to a file on a full disk.
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
            else if (!char.IsControl(key.KeyChar)) // An arrow key, for example, has the character U+0000.
                password.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return password.ToString();
    }
}
