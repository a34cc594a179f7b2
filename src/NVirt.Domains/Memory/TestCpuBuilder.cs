using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Domains.Driver.Migration;

namespace NVirt.Domains.Memory;

/// <summary>Builds guests' CPUs like a hypervisor that provides all that its host has.</summary>
internal sealed class TestCpuBuilder(CpuDriver driver, CpuDefinition host)
{
    private readonly CpuDefinition _migratable = driver.CopyMigratable(host);
    private readonly ImmutableSortedSet<string> _offered = NamesOf(driver.ExpandFeatures(host));

    /// <summary>The CPU for a domain that is started.</summary>
    /// <exception cref="CpuException">The host cannot provide it, and the CPU does not have <c>check='none'</c>.</exception>
    public TestCpu Build(CpuDefinition? asked)
    {
        if (asked is null or { Mode: CpuMode.Custom, Model: null })
        {
            return new TestCpu(asked, []);
        }

        driver.ValidateFeatures(asked);
        CpuDefinition converted = driver.ConvertLegacy(asked);
        if (converted.Check != CpuCheck.None)
        {
            driver.Compare(host, converted).ThrowIfRefused();
        }

        CpuDefinition decided = driver.Update(converted, _migratable);
        ImmutableSortedSet<string> wanted = Wanted(decided);
        ImmutableSortedSet<string> built = wanted.Intersect(_offered.Union(Names(decided, CpuPolicy.Force)));
        CpuDefinition? live = driver.Arch.IsX86()
            ? driver.UpdateLive(decided, driver.Advanced.DataOf(built), driver.Advanced.DataOf(wanted.Except(built)))
            : null;
        return new TestCpu(live is null ? decided : live with { Check = CpuCheck.Full }, built);
    }

    /// <summary>The CPU for a guest that is migrated here, which must not see a difference.</summary>
    /// <exception cref="CpuException">It would see one.</exception>
    public TestCpu BuildSame(MigrationOffer offer)
    {
        TestCpu cpu = Build(offer.LiveCpu ?? offer.Document.Definition.Cpu);
        ImmutableSortedSet<string> lost = offer.BuiltFeatures.Except(cpu.Built);
        return lost.IsEmpty ? cpu : throw new CpuException(new CpuRefusal(CpuErrorKind.Incompatible, [.. lost.Select(Missing)]));
    }

    /// <summary>The features that keep a guest from migrating.</summary>
    public ImmutableSortedSet<string> NotMigratable(TestCpu cpu)
    {
        CpuDefinition named =
            CpuDefinition.NewHost(driver.Arch) with { Features = CpuFeatureList.Create([.. cpu.Built.Select(f => new CpuFeature(f))]) };
        return cpu.Built.Except(NamesOf(driver.CopyMigratable(named)));
    }

    private ImmutableSortedSet<string> Wanted(CpuDefinition cpu)
    {
        if (cpu.Mode is not (CpuMode.HostPassthrough or CpuMode.Maximum))
        {
            return NamesOf(driver.ExpandFeatures(cpu)).Union(Names(cpu, CpuPolicy.Force));
        }

        ImmutableSortedSet<string> all = cpu.Migratable == false ? _offered : NamesOf(driver.ExpandFeatures(_migratable));
        return all.Union(Names(cpu, CpuPolicy.Force, CpuPolicy.Require)).Except(Names(cpu, CpuPolicy.Disable, CpuPolicy.Forbid));
    }

    private static ImmutableSortedSet<string> NamesOf(CpuDefinition expanded) =>
        [.. expanded.Features.Where(f => f.Policy is null or CpuPolicy.Require or CpuPolicy.Force).Select(f => f.Name)];

    private static IEnumerable<string> Names(CpuDefinition cpu, params CpuPolicy[] policies) =>
        cpu.Features.Where(f => f.Policy is { } policy && policies.Contains(policy)).Select(f => f.Name);

    private CpuReason Missing(string feature) => new(CpuRule.RequiredFeatureMissing, feature)
    {
        Coordinate = driver.Map.FindFeature(feature, driver.Arch)?.Coordinate,
        Side = CpuType.Host,
    };
}
