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
    public void What_a_password_is_made_of_does_not_count(string password) => Assert.Null(PasswordPolicy.Refuse(password, "user"));

    [Fact]
    public void A_character_is_a_code_point() =>
        Assert.Equal(
            [null, "The password must have 8 to 128 characters"],
            new[] { 128, 129 }.Select(length => PasswordPolicy.Refuse(string.Concat(Enumerable.Repeat("🚀", length)), "user")));

    [Theory]
    [InlineData("password")]
    [InlineData("PassWord1")]
    [InlineData("12345678")]
    [InlineData("987654321")]
    [InlineData("zxcvbnm1")]
    public void The_commonest_are_refused_in_any_case(string password) => Assert.Equal("The password is too common", PasswordPolicy.Refuse(password, "user"));

    [Fact]
    public void The_commonest_are_3000_and_none_is_too_short_to_matter()
    {
        using var reader = new StreamReader(typeof(App).Assembly.GetManifestResourceStream("common-passwords")!);
        var passwords = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal((3000, 3000), (passwords.Length, passwords.Distinct(StringComparer.OrdinalIgnoreCase).Count()));
        Assert.All(passwords, password => Assert.InRange(password.Length, 8, 128));
    }
}
