using Xunit;

namespace Lessons.Tests.Passwords;

public sealed class PasswordPolicyTests
{
    [Theory]
    [InlineData("        ")]
    [InlineData("ÄÖÜäöüßé")]
    [InlineData("🚀🚀🚀🚀🚀🚀🚀🚀")]
    [InlineData(" password1")]
    [InlineData("password1\0")]
    public void A_password_of_any_characters_is_accepted(string password) => Assert.Null(PasswordPolicy.Refuse(password, "user"));

    [Fact]
    public void The_length_of_a_password_is_counted_in_code_points() =>
        Assert.Equal(
            [null, "The password must have 8 to 128 characters"],
            new[] { 128, 129 }.Select(length => PasswordPolicy.Refuse(string.Concat(Enumerable.Repeat("🚀", length)), "user")));

    [Theory]
    [InlineData("password")]
    [InlineData("PassWord1")]
    [InlineData("12345678")]
    [InlineData("987654321")]
    [InlineData("zxcvbnm1")]
    public void A_common_password_is_refused_in_upper_and_lower_case(string password) =>
        Assert.Equal("The password is too common", PasswordPolicy.Refuse(password, "user"));

    [Fact]
    public void The_list_has_3000_common_passwords_of_a_permitted_length()
    {
        using var reader = new StreamReader(typeof(App).Assembly.GetManifestResourceStream("common-passwords")!);
        var passwords = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal((3000, 3000), (passwords.Length, passwords.Distinct(StringComparer.OrdinalIgnoreCase).Count()));
        Assert.All(passwords, password => Assert.InRange(password.Length, 8, 128));
    }
}
