using NVirt.Domains.Documents;
using NVirt.Domains.Driver;

namespace NVirt.Domains.Tests.Driver;

public sealed class DomainReferenceTests
{
    private static readonly Guid Known = Guid.Parse("0b26b1a4-8b0c-4a0c-8d6e-7d3a1a0a1f01");

    [Theory]
    [InlineData("web", "web", null)]
    [InlineData("5a", "5a", null)]
    [InlineData("+5", "+5", null)]
    [InlineData("4294967296", "4294967296", null)]
    [InlineData("", "", null)]
    [InlineData("5", null, 5u)]
    [InlineData("05", null, 5u)]
    public void A_word_is_a_name_unless_it_is_a_number(string word, string? name, uint? id) =>
        Assert.Equal((name, id, null), DomainReference.Parse(word) is var meant ? (meant.Name, meant.Id, meant.Uuid) : default);

    [Theory]
    [InlineData("0b26b1a4-8b0c-4a0c-8d6e-7d3a1a0a1f01")]
    [InlineData("0B26B1A48B0C4A0C8D6E7D3A1A0A1F01")]
    [InlineData("{0b26b1a4-8b0c-4a0c-8d6e-7d3a1a0a1f01}")]
    public void What_looks_like_a_UUID_is_one(string word) => Assert.Equal(DomainReference.OfUuid(Known), DomainReference.Parse(word));

    [Fact]
    public void References_are_equal_if_they_mean_the_same_by_the_same()
    {
        DomainReference uuid = Known;
        Assert.Equal(DomainReference.OfUuid(Known), uuid);
        Assert.NotEqual(DomainReference.OfName("5"), DomainReference.OfId(5));
        Assert.NotEqual(DomainReference.OfName(Known.ToString()), uuid);
    }

    [Fact]
    public void A_reference_is_shown_as_what_it_means()
    {
        Assert.Equal("web", $"{DomainReference.OfName("web")}");
        Assert.Equal("5", $"{DomainReference.OfId(5)}");
        Assert.Equal("0b26b1a4-8b0c-4a0c-8d6e-7d3a1a0a1f01", $"{DomainReference.OfUuid(Known)}");
    }

    [Fact]
    public void Every_exception_of_a_driver_is_of_a_kind()
    {
        Assert.Equal(DomainErrorKind.Busy, DomainException.KindOf(new DomainException(DomainErrorKind.Busy, "x")));
        Assert.Equal(DomainErrorKind.Malformed, DomainException.KindOf(Record.Exception(() => DomainDocument.Parse("<domain"))!));
        Assert.Equal(DomainErrorKind.AccessDenied, DomainException.KindOf(new UnauthorizedAccessException()));
        Assert.Equal(DomainErrorKind.Failed, DomainException.KindOf(new IOException()));
    }
}
