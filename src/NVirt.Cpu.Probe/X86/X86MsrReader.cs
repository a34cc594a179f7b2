using NVirt.Cpu.Map;
using NVirt.Cpu.X86;
using NVirt.Cpu.X86.Evidence;

namespace NVirt.Cpu.Probe.X86;

/// <summary>Adds the MSRs of the map to CPUID data (cpu-rules.md 5.2).</summary>
internal static class X86MsrReader
{
    /// <summary>Reads each MSR that the CPUID data does not exclude, from the first source that can.</summary>
    /// <returns>The data with the MSRs, and the source of each.</returns>
    public static (X86Reading Reading, IReadOnlyList<X86MsrReading> Msrs) Read(
        X86Map map, X86Reading cpuid, params ReadOnlySpan<IMsrSource> sources)
    {
        X86Presence presence = new(cpuid.Data, cpuid.Coverage);
        List<X86MsrReading> readings = [];
        List<X86Item> items = [];
        foreach (uint index in Indices(map))
        {
            X86MsrSource source = presence.OfMsr(index) == X86PresenceState.Absent ? X86MsrSource.Absent : Read(index, sources, items);
            readings.Add(new X86MsrReading(index, source));
        }

        X86CpuData data = X86CpuData.Create([.. cpuid.Data.Items, .. items]);
        return (new X86Reading(data, cpuid.Coverage.WithMsrs(readings)), readings);
    }

    private static X86MsrSource Read(uint index, ReadOnlySpan<IMsrSource> sources, List<X86Item> items)
    {
        foreach (IMsrSource source in sources)
        {
            switch (source.TryRead(index, out ulong value))
            {
                case MsrOutcome.Read:
                    items.Add(X86Item.Msr(index, (uint)value, (uint)(value >> 32)));
                    return source.Label;
                case MsrOutcome.Unsupported:
                    return X86MsrSource.Absent;
            }
        }

        return X86MsrSource.Unknown;
    }

    private static IEnumerable<uint> Indices(X86Map map) =>
        Enumerable.Range(0, map.RegisterCount).Select(map.Register).Where(r => r.IsMsr).Select(r => r.Leaf).Distinct();
}
