using NVirt.Cpu;
using NVirt.Cpu.Judging;

namespace NVirt.Native.Tests;

/// <summary>The comparison by bits, which C programs get, against the one that gives reasons.</summary>
public sealed class VerdictTests
{
    private static readonly CpuMap Map = CpuMap.Default;

    [Fact]
    public void Bits_and_reasons_agree_on_each_model_as_guest_of_each_model()
    {
        NativeCpu[] cpus = [.. Map.Models(CpuArchitecture.X86_64).SelectMany(m => Variants(m.Name)).Select(Of)];
        NativeCpu[] hosts = [.. Map.Models(CpuArchitecture.X86_64).Select(m => Of(new CpuDefinition
        {
            Arch = CpuArchitecture.X86_64, Type = CpuType.Host, Model = m.Name,
        }))];
        int[] seen = new int[4];
        foreach (NativeCpu host in hosts)
        {
            foreach (NativeCpu guest in cpus)
            {
                sbyte verdict = Verdict.Of(host, guest);
                Assert.True(verdict == ByReasons(host, guest), $"{guest.Definition.Model} on {host.Definition.Model}: {verdict}");
                seen[verdict]++;
            }
        }

        Assert.True(seen[Verdict.Incompatible] > 0 && seen[Verdict.Identical] > 0 && seen[Verdict.Superset] > 0, string.Join(' ', seen));
    }

    [Fact]
    public void A_host_that_does_not_tell_enough_is_unknown_and_not_no()
    {
        CpuSource whole = new(new CpuDefinition { Arch = CpuArchitecture.X86_64, Type = CpuType.Host, Model = "Nehalem" });
        NativeCpu host = new(whole with { Unknown = whole.Unknown.Add("avx2") }, Map);
        NativeCpu guest = Of(new CpuDefinition
        {
            Model = "Nehalem",
            Features = [new CpuFeature("avx2", CpuPolicy.Require)],
        });
        Assert.Equal(Verdict.Unknown, Verdict.Of(host, guest));
        Assert.Equal(Verdict.Incompatible, Verdict.Of(new NativeCpu(whole, Map), guest));
    }

    [Fact]
    public void Comparing_by_bits_allocates_nothing()
    {
        NativeCpu host = Of(new CpuDefinition { Arch = CpuArchitecture.X86_64, Type = CpuType.Host, Model = "Haswell" });
        NativeCpu guest = Of(new CpuDefinition { Model = "Nehalem" });
        Assert.Equal(Verdict.Superset, Verdict.Of(host, guest));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            Verdict.Of(host, guest);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static IEnumerable<CpuDefinition> Variants(string model)
    {
        yield return new CpuDefinition { Model = model, Match = CpuMatch.Exact };
        yield return new CpuDefinition { Model = model, Match = CpuMatch.Strict };
        yield return new CpuDefinition { Model = model, Match = CpuMatch.Minimum };
        yield return new CpuDefinition { Model = model, Features = [new CpuFeature("aes", CpuPolicy.Forbid)] };
        yield return new CpuDefinition { Model = model, Features = [new CpuFeature("avx2", CpuPolicy.Optional)] };
        yield return new CpuDefinition { Mode = CpuMode.HostModel, Model = model };
    }

    private static NativeCpu Of(CpuDefinition definition) => new(new CpuSource(definition), Map);

    private static sbyte ByReasons(NativeCpu host, NativeCpu guest)
    {
        CpuJudgement judgement = CpuJudgement.Of(guest.Decoded, host.Decoded, Map);
        return judgement.Answer switch
        {
            CpuAnswer.Unknown => Verdict.Unknown,
            CpuAnswer.No => Verdict.Incompatible,
            CpuAnswer.Yes => judgement.Comparison.Verdict == CpuVerdict.Identical ? Verdict.Identical : Verdict.Superset,
            _ => Verdict.Error,
        };
    }
}
