using NVirt.Domains.Driver;

namespace NVirt.Domains.Tests.Driver;

/// <summary>What a domain may be called.</summary>
public class DomainNameTests
{
    [Theory]
    [InlineData("web")]
    [InlineData("web-1.example_org")]
    [InlineData("Büro 2")]
    [InlineData("1a")]
    [InlineData("deadbeef")]
    [InlineData("a,b")]
    public void Names_as_people_give_them_are_taken(string name) => Assert.Null(DomainName.Problem(name));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-web")]
    [InlineData(".web")]
    [InlineData(" web")]
    [InlineData("web ")]
    [InlineData("a/b")]
    [InlineData("a\nb")]
    [InlineData("a\u202eb")]
    [InlineData("a\u200bb")]
    [InlineData("a\u2028b")]
    [InlineData("a\u00a0b")]
    [InlineData("a\u3164b")]
    [InlineData("a\ue000b")]
    [InlineData("a\ud800b")]
    [InlineData("12")]
    [InlineData("c7a5fdbd-edaf-9455-926a-d65c16db1809")]
    [InlineData("C7A5FDBDEDAF9455926AD65C16DB1809")]
    [InlineData("{c7a5fdbd-edaf-9455-926a-d65c16db1809}")]
    public void Names_that_mean_something_else_or_hide_something_are_refused(string? name) => Assert.NotNull(DomainName.Problem(name));

    [Fact]
    public void A_name_has_at_most_255_bytes()
    {
        Assert.Null(DomainName.Problem(new string('a', 255)));
        Assert.NotNull(DomainName.Problem(new string('a', 256)));
        Assert.NotNull(DomainName.Problem(new string('ä', 128)));
    }
}
