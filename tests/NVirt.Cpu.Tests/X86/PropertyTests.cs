using FsCheck;
using FsCheck.Fluent;
using NVirt.Cpu.Map;
using NVirt.Cpu.X86;
using NVirt.Testing;
using NVirt.Testing.Properties;
using static NVirt.Cpu.Tests.X86.Cpus;

namespace NVirt.Cpu.Tests.X86;

/// <summary>What is true for every CPU.</summary>
[Trait("Run", "long")]
public sealed class PropertyTests
{
    [Fact]
    public void A_host_compared_with_itself_is_identical() =>
        Prop.ForAll(RandomCpus.Hosts, host => Driver.Compare(host, host).Verdict == CpuVerdict.Identical).Holds();

    [Fact]
    public void A_baseline_runs_on_every_input() => Prop.ForAll(RandomCpus.HostLists, hosts =>
    {
        CpuDefinition? baseline = TryBaseline(hosts);
        return baseline is null || Array.TrueForAll(hosts, h => Driver.Compare(h, baseline).IsCompatible);
    }).Holds();

    [Fact]
    public void A_baseline_has_every_feature_that_all_inputs_have() => Prop.ForAll(RandomCpus.HostLists, hosts =>
    {
        CpuDefinition? baseline = TryBaseline(hosts);
        FeatureSet common = hosts.Select(BitsOf).Aggregate((a, b) => a & b);
        return baseline is null || BitsOf(baseline) == common;
    }).Holds();

    [Fact]
    public void Decoding_what_was_encoded_gives_the_same_bits() => Prop.ForAll(RandomCpus.Hosts, host =>
    {
        CpuDefinition decoded = Driver.Decode(new CpuDefinition(), Driver.Encode(host).Required);
        return BitsOf(decoded) == BitsOf(host);
    }).Holds();

    [Fact]
    public void An_update_changes_nothing_the_second_time() => Prop.ForAll(RandomCpus.Guests, RandomCpus.Hosts, (guest, host) =>
    {
        CpuDefinition once = Driver.Update(guest, host);
        return once.Equals(Driver.Update(once, host));
    }).Holds();

    [Fact]
    public void An_updated_guest_that_fits_still_fits() => Prop.ForAll(RandomCpus.Guests, RandomCpus.Hosts, (guest, host) =>
        guest.Match == CpuMatch.Strict || !Driver.Compare(host, guest).IsCompatible
            || Driver.Compare(host, Driver.Update(guest, host)).IsCompatible)
        .Holds();

    [Fact]
    public void Guest_data_of_a_compatible_guest_has_what_it_requires_and_not_what_it_disables() =>
        Prop.ForAll(RandomCpus.Guests, RandomCpus.Hosts, (guest, host) =>
    {
        var (comparison, data) = Driver.GuestData(host, guest);
        return !comparison.IsCompatible || guest.Features.All(f => f.Policy switch
        {
            CpuPolicy.Force or CpuPolicy.Require => Driver.HasFeature(data!, f.Name),
            CpuPolicy.Disable or CpuPolicy.Forbid => !Driver.HasFeature(data!, f.Name),
            _ => Driver.HasFeature(data!, f.Name) == Driver.HasFeature(host, f.Name),
        });
    }).Holds();

    [Fact]
    public void Sets_obey_the_laws_of_algebra() => Prop.ForAll(RandomCpus.Hosts, RandomCpus.Hosts, (one, two) =>
    {
        FeatureSet a = BitsOf(one);
        FeatureSet b = BitsOf(two);
        return (a & b) == (b & a) && (a | b) == (b | a) && ((a - b) | (a & b)) == a && !(a - b).Overlaps(b)
            && (a | b).Covers(a) && a.Covers(a & b) && (a | b).Count == a.Count + b.Count - (a & b).Count && a.Count == Places(a).Count();
    }).Holds();

    private static CpuDefinition? TryBaseline(CpuDefinition[] hosts)
    {
        try
        {
            return Driver.Baseline(hosts);
        }
        catch (CpuException e) when (e.Refusal.Reasons[0].Rule is CpuRule.VendorsDiffer or CpuRule.NothingInCommon)
        {
            return null;
        }
    }

    private static FeatureSet BitsOf(CpuDefinition cpu) => X86Bits.Resolve(CpuMap.Default.X86, cpu).All;

    private static IEnumerable<int> Places(FeatureSet set)
    {
        List<int> places = [];
        foreach (int place in set)
        {
            places.Add(place);
        }

        return places;
    }
}
