using NVirt.Domains.Driver;
using NVirt.Domains.Memory;

namespace NVirt.Domains.Tests.Driver;

/// <summary>A URI opens the driver that it names with the parameters that it has; what the driver gives no meaning to is refused.</summary>
public sealed class DomainDriversTests
{
    private readonly List<string> _opened = [];
    private readonly DomainDrivers _drivers;

    public DomainDriversTests() => _drivers = new DomainDrivers(
        new DriverScheme("one", p => Open("one", p)) { Parameters = ["root", "mode"] },
        new DriverScheme("two", p => Open("two", p)) { Paths = ["/system", "/"] });

    [Theory]
    [InlineData("one:///", "one")]
    [InlineData("ONE:///", "one")]
    [InlineData("one:///?root=/srv", "one root=/srv")]
    [InlineData("one:///?mode=a&root=b", "one mode=a root=b")]
    [InlineData("one:///?root=a%20b%2F%C3%BC%26%3D%23", "one root=a b/ü&=#")]
    [InlineData("one:///?root=a=b/c?d+e", "one root=a=b/c?d+e")]
    [InlineData("two:///", "two")]
    [InlineData("two:///system", "two")]
    public async Task The_driver_is_opened(string uri, string expected)
    {
        await using IDomainDriver driver = _drivers.Open(uri);
        Assert.Equal([expected], _opened);
    }

    [Theory]
    [InlineData("", "this is no URI")]
    [InlineData("one", "this is no URI")]
    [InlineData("one:/", "this is no URI")]
    [InlineData("/srv/nvirt", "this is no URI")]
    [InlineData("://one/", "this is no URI")]
    [InlineData("\none:///", "this is no URI")]
    [InlineData("three:///", "there is no driver \"three\"")]
    [InlineData("one+ssh://host/", "there is no driver \"one+ssh\"")]
    [InlineData("one://host/", "it must not name a user, a host or a port")]
    [InlineData("one://user@/", "it must not name a user, a host or a port")]
    [InlineData("one://user@host:22/", "it must not name a user, a host or a port")]
    [InlineData("one://:22/", "it must not name a user, a host or a port")]
    [InlineData("one://", "the path must be /")]
    [InlineData("one:///system", "the path must be /")]
    [InlineData("one:///%00", "the path must be /")]
    [InlineData("one:///\n", "the path must be /")]
    [InlineData("two:///session", "the path must be /system, /")]
    [InlineData("two:///system/", "the path must be /system, /")]
    [InlineData("two:///%73ystem", "the path must be /system, /")]
    [InlineData("one:///#", "it must not have a part after \"#\"")]
    [InlineData("one:///?root=/a#b", "it must not have a part after \"#\"")]
    [InlineData("one:///?", "there is no parameter \"\"")]
    [InlineData("one:///?other=1", "there is no parameter \"other\"")]
    [InlineData("one:///?Root=/a", "there is no parameter \"Root\"")]
    [InlineData("one:///?root=/a&", "there is no parameter \"\"")]
    [InlineData("one:///?root=/a&other", "there is no parameter \"other\"")]
    [InlineData("two:///?root=/a", "there is no parameter \"root\"")]
    [InlineData("one:///?root", "the parameter \"root\" needs a value")]
    [InlineData("one:///?root=", "the parameter \"root\" needs a value")]
    [InlineData("one:///?root=/a%00b", "the parameter \"root\" needs a value")]
    [InlineData("one:///?root=/a%zz", "the parameter \"root\" needs a value")]
    [InlineData("one:///?root=/a%", "the parameter \"root\" needs a value")]
    [InlineData("one:///?root=/a%4", "the parameter \"root\" needs a value")]
    [InlineData("one:///?root=%FF", "the parameter \"root\" needs a value")]
    [InlineData("one:///?root=a&root=a", "the parameter \"root\" is given twice")]
    public void What_means_nothing_is_refused(string uri, string why)
    {
        DomainException refused = Assert.Throws<DomainException>(() => _drivers.Open(uri));
        Assert.Equal(DomainErrorKind.InvalidArgument, refused.Kind);
        Assert.Contains($": {why}", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("; expected one:///, one:///?root=..., one:///?mode=..., two:///system", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
        Assert.Empty(_opened);
    }

    private TestDriver Open(string name, IReadOnlyDictionary<string, string> parameters)
    {
        _opened.Add(string.Join(' ', [name, .. parameters.Select(p => $"{p.Key}={p.Value}")]));
        return new TestDriver();
    }
}
