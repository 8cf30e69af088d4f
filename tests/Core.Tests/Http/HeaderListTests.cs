using Portable.Http;
using Xunit;

namespace Lessons.Tests.Http;

public sealed class HeaderListTests
{
    private static readonly HeaderList List = [new("A", "1"), new("b", "2"), new("a", "3")];

    [Fact]
    public void Headers_are_found_in_any_case_and_repeated_headers_keep_order()
    {
        Assert.Equal("1", List.First("a"));
        Assert.Equal(["1", "3"], List.All("A"));
        Assert.Null(List.First("c"));
    }

    [Theory]
    [InlineData("1", "1")]
    [InlineData("1, 2 ,3 ", "3")]
    [InlineData("1,", null)]
    [InlineData("", null)]
    public void The_last_entry_of_a_header_list_is_returned(string value, string? entry)
    {
        HeaderList list = [new("X-Forwarded-For", "0"), new("x-forwarded-for", value)];

        Assert.Equal(entry, list.LastEntry("X-Forwarded-For"));
        Assert.Null(List.LastEntry("X-Forwarded-For"));
    }

    [Fact]
    public void Two_lists_of_the_same_headers_are_equal()
    {
        Assert.Equal([new("A", "1"), new("b", "2"), new("a", "3")], List);
        Assert.False(List.Equals([new("A", "1")]));
    }
}
