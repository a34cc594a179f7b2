using System.Security.Cryptography;
using System.Text;
using NVirt.Fleet.Freezes;
using NVirt.Fleet.Inventories;

namespace NVirt.Fleet.Tests.Freezes;

public sealed class FrozenBaselineTests
{
    private static readonly DateTimeOffset Then = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void It_is_read_as_it_was_written()
    {
        FrozenBaseline first = Freeze(null);
        FrozenBaseline read = FrozenBaseline.Parse(Encoding.UTF8.GetBytes(first.Canonical), "a");

        Assert.Equal(first.Digest, read.Digest);
        Assert.Equal(["aes", "erms"], read.Features);
        Assert.Equal(("pool", 1, "Intel", "x86_64", null), (read.Name, read.Version, read.Vendor, read.Arch, read.Previous));
        Assert.Equal("a", Assert.Single(read.Hosts).Name);
    }

    [Fact]
    public void A_chain_that_is_whole_has_no_problem()
    {
        FrozenBaseline first = Freeze(null);
        FrozenBaseline second = Freeze(first);
        FrozenBaseline third = Freeze(second);

        Assert.Empty(BaselineChain.Check([("3", third), ("1", first), ("2", second)]));
    }

    [Fact]
    public void A_version_that_was_taken_out_shows()
    {
        FrozenBaseline first = Freeze(null);
        FrozenBaseline second = Freeze(first);
        FrozenBaseline third = Freeze(second);

        Assert.Single(BaselineChain.Check([("1", first), ("3", third)]));
        Assert.Single(BaselineChain.Check([("2", second), ("3", third)]));
        Assert.Empty(BaselineChain.Check([("2", second), ("3", third)], isWhole: false));
    }

    [Fact]
    public void A_version_that_was_changed_shows()
    {
        FrozenBaseline first = Freeze(null);
        FrozenBaseline second = Freeze(first);
        string forged = first.Canonical.Replace("\"erms\"", "\"sse\"", StringComparison.Ordinal);

        FrozenBaseline changed = FrozenBaseline.Parse(Encoding.UTF8.GetBytes(forged), "1");
        Assert.Equal("2", Assert.Single(BaselineChain.Check([("1", changed), ("2", second)])).File);
        Assert.Single(BaselineChain.Check([("1", first), ("again", first)]));
    }

    [Fact]
    public void Only_a_chain_from_the_first_version_on_without_gaps_is_whole() => SmallFleets.Of(random =>
    {
        List<FrozenBaseline> all = [Freeze(null)];
        while (all.Count < 5)
        {
            all.Add(Freeze(all[^1]));
        }

        int[] chosen = [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => random.Next(all.Count))];
        bool isWhole = chosen.Distinct().Count() == chosen.Length && chosen.Max() == chosen.Length - 1;
        return !BaselineChain.Check([.. chosen.Select((c, i) => ($"{i}", all[c]))]).Any() == isWhole;
    }).Holds();

    [Fact]
    public void A_signature_is_the_keys_and_the_baselines()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        FrozenBaseline first = Freeze(null);
        string line = BaselineSignature.Sign(first, key.ExportPkcs8PrivateKeyPem());

        Assert.True(BaselineSignature.Verify(first, line, key.ExportSubjectPublicKeyInfoPem()));
        Assert.False(BaselineSignature.Verify(Freeze(first), line, key.ExportSubjectPublicKeyInfoPem()));
        Assert.False(BaselineSignature.Verify(first, line, other.ExportSubjectPublicKeyInfoPem()));
    }

    [Fact]
    public void What_is_no_key_and_no_signature_is_refused()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using ECDsa large = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        FrozenBaseline first = Freeze(null);

        Assert.Throws<CpuException>(() => BaselineSignature.Sign(first, "no key"));
        Assert.Throws<CpuException>(() => BaselineSignature.Sign(first, large.ExportPkcs8PrivateKeyPem()));
        Assert.Throws<CpuException>(() => BaselineSignature.Sign(first, key.ExportSubjectPublicKeyInfoPem()));
        Assert.Throws<CpuException>(() => BaselineSignature.Verify(first, "no signature", key.ExportSubjectPublicKeyInfoPem()));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"schema\":\"nvirt-baseline/1\"}")]
    [InlineData("{\"schema\":\"nvirt-baseline/1\",\"name\":1,\"version\":1,\"arch\":\"x86_64\",\"features\":[]}")]
    [InlineData("{\"schema\":\"nvirt-baseline/1\",\"name\":\"a\",\"version\":99999999999,\"arch\":\"x86_64\",\"features\":[]}")]
    public void What_is_no_baseline_is_refused(string json) =>
        Assert.Throws<CpuException>(() => FrozenBaseline.Parse(Encoding.UTF8.GetBytes(json), "a"));

    private static FrozenBaseline Freeze(FrozenBaseline? previous)
    {
        FleetBuilder builder = new();
        builder.AddHost("a", SmallFleets.Host("Intel", "aes", "erms"));
        FleetInventory inventory = builder.Build();
        return BaselineFreeze.Of("pool", inventory, inventory.HostClasses, previous, Then, "nvirt", []);
    }
}
