using System.Globalization;
using System.Reflection;
using NVirt.Cpu;

namespace NVirt.Platforms.Tests;

/// <summary>What several documents say of one host (formats.md 1, fleet-rules.md 2).</summary>
public sealed class MergedHostTests
{
    private const string Caps = "<cpu><arch>x86_64</arch><model>Westmere</model><vendor>Intel</vendor></cpu>";

    private const string Expansion = "{\"return\":{\"model\":{\"name\":\"max\",\"props\":{\"sse2\":true,\"x2apic\":true,\"aes\":false}}}}";

    [Fact]
    public void What_one_document_says_the_other_of_the_same_truth_need_not_say()
    {
        MergedHost merged = Merge(Capabilities("AES:1", "AVX:0"), Capabilities("AVX2:1"));
        Assert.Equal((true, false, true, null),
            (merged.Judged.Bits.Has("aes"), merged.Judged.Bits.Has("avx"), merged.Judged.Bits.Has("avx2"), merged.Judged.Bits.Has("sse2")));
    }

    [Fact]
    public void Documents_of_one_truth_that_contradict_each_other_are_refused_with_what_they_disagree_on()
    {
        CpuException e = Assert.Throws<CpuException>(() => Merge(Capabilities("AES:1", "AVX:1"), Capabilities("AES:0", "AVX:0")));
        Assert.Equal("file and file contradict each other: aes, avx", e.Message);
    }

    [Fact]
    public void Of_two_truths_the_hypervisors_decides_and_what_it_does_not_give_is_told()
    {
        MergedHost merged = Merge(Caps, Expansion);
        Assert.Equal(StatementTruth.Hypervisor, merged.Judged.Truth);
        Assert.Equal([StatementTruth.Hypervisor, StatementTruth.Physical], merged.ByTruth.Select(t => t.Truth));
        Assert.Equal((false, true, true),
            (merged.Judged.Bits.Has("aes"), merged.Judged.Bits.Has("sse2"), merged.Judged.Bits.Has("x2apic")));
        Assert.Contains("aes", merged.NotGiven);
        Assert.DoesNotContain("sse2", merged.NotGiven);
        Assert.Contains(merged.Judged.Remarks, r => r.Kind == StatementRemarkKind.JudgedBy);
        Assert.Null(merged.Judged.Definition);
    }

    [Fact]
    public void The_order_of_documents_does_not_matter()
    {
        MergedHost one = Merge(Caps, Expansion, Capabilities("AVX:0"));
        MergedHost other = Merge(Capabilities("AVX:0"), Expansion, Caps);
        Assert.Equal(one.Judged.Bits.Yes, other.Judged.Bits.Yes);
        Assert.Equal(one.Judged.Bits.No, other.Judged.Bits.No);
        Assert.Equal(one.NotGiven, other.NotGiven);
    }

    [Fact]
    public void What_the_best_truth_does_not_say_the_next_does()
    {
        CpuStatement judged = Merge(Capabilities("AVX:0"), Caps).Judged;
        Assert.Equal((true, false, false), (judged.Bits.Has("aes"), judged.Bits.Has("avx"), judged.Bits.Has("avx2")));
        Assert.Equal(("Westmere", "Intel"), (judged.Model, judged.Vendor));
    }

    [Fact]
    public void What_KVM_makes_itself_no_processor_denies() =>
        Assert.Null(Merge(Capabilities("AES:1"), Caps).Judged.Bits.Has("x2apic"));

    [Fact]
    public void What_a_cluster_withholds_no_guest_gets_and_its_promise_does_not_undo_a_no()
    {
        CpuStatement judged = Merge(
            "{\"featureCapability\":[{\"featureName\":\"cpuid.AES\",\"value\":\"1\"},{\"featureName\":\"cpuid.AVX\",\"value\":\"0\"}],"
                + "\"maskedFeatureCapability\":[{\"featureName\":\"cpuid.AES\",\"value\":\"0\"}]}", "x86-64-v3").Judged;
        Assert.Equal((false, false, true), (judged.Bits.Has("aes"), judged.Bits.Has("avx"), judged.Bits.Has("movbe")));
    }

    [Theory]
    [InlineData("<cpu><arch>x86_64</arch><model>EPYC</model><vendor>AMD</vendor></cpu>", "vendor")]
    [InlineData("{\"ansible_facts\":{\"ansible_architecture\":\"aarch64\"}}", "arch")]
    public void Documents_of_different_hosts_are_refused(string other, string word) =>
        Assert.Contains($": {word} ", Assert.Throws<CpuException>(() => Merge(Caps, other)).Message, StringComparison.Ordinal);

    [Fact]
    public void Guests_are_no_documents_of_a_host() =>
        Assert.Throws<CpuException>(() => Merge(Caps, "<cpu mode='host-passthrough'/>"));

    [Fact]
    public void Hosts_are_put_together_by_their_names_only()
    {
        CpuStatement Host(string? name, StatementTruth truth) => Reading.One(Caps) with { Name = name, Truth = truth };
        CpuStatement[] hosts =
        [
            Host("b", StatementTruth.Physical), Host(null, StatementTruth.Physical), Host("a", StatementTruth.Physical),
            Host("b", StatementTruth.Hypervisor), Host(null, StatementTruth.Physical),
        ];
        Assert.Equal(["b", null, "a", null], MergedHost.ByName(hosts).Select(h => h.Judged.Name));
    }

    [Fact]
    public void Every_axis_that_one_document_does_not_say_the_other_does()
    {
        StatementAxes all = new();
        foreach (PropertyInfo property in typeof(StatementAxes).GetProperties().Where(p => p.CanWrite))
        {
            Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (type.IsPrimitive)
            {
                property.SetValue(all, type == typeof(bool) ? true : Convert.ChangeType(7, type, CultureInfo.InvariantCulture));
            }
        }

        Assert.Equal(all, new StatementAxes().Or(all));
        Assert.Equal(all, all.Or(new StatementAxes()));
    }

    private static string Capabilities(params string[] features) => $"{{\"featureCapability\":[{string.Join(',',
        features.Select(f => $"{{\"featureName\":\"cpuid.{f.Split(':')[0]}\",\"value\":\"{f.Split(':')[1]}\"}}"))}]}}";

    private static MergedHost Merge(params string[] documents) => MergedHost.Of([.. documents.SelectMany(d => Reading.All(d))]);
}
