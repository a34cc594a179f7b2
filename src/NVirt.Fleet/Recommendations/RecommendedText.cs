using NVirt.Cpu;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Inventories;
using NVirt.Platforms;

namespace NVirt.Fleet.Recommendations;

/// <summary>A recommended CPU as a platform's text.</summary>
public static class RecommendedText
{
    /// <summary>The platform's text. Where it has no word for address bits, it is told without them.</summary>
    /// <param name="recommended">The CPU.</param>
    /// <param name="classes">The hosts of the pool.</param>
    /// <param name="name">What the platform calls it; <see langword="null"/> for its default.</param>
    /// <param name="map">The map of features.</param>
    /// <param name="areBitsLost">Whether address bits were wanted and are not in the text.</param>
    /// <exception cref="CpuException">The platform has no word for something else.</exception>
    public static PlatformOutput Write(
        Recommendation recommended, IReadOnlyList<HostClass> classes, string? name, CpuMap map, out bool areBitsLost)
    {
        ArgumentNullException.ThrowIfNull(recommended);
        ArgumentNullException.ThrowIfNull(classes);
        areBitsLost = recommended.AreBitsWritten;
        if (recommended.Platform == ClusterMode.Platform)
        {
            return ClusterMode.Write(recommended);
        }

        PlatformWriteRequest request = new()
        {
            Cpu = recommended.Cpu,
            Name = name,
            Hosts = [.. classes.Select(c => c.Judged)],
            Map = map,
        };
        areBitsLost = false;
        try
        {
            return PlatformWriter.Write(recommended.Platform, request);
        }
        catch (CpuException e) when (recommended.AreBitsWritten && e.Refusal.Reasons.Any(r => r.Rule == CpuRule.FeatureNotExpressible
            && r.Subject == "maxphysaddr"))
        {
            areBitsLost = true;
            return PlatformWriter.Write(recommended.Platform, request with { Cpu = recommended.Cpu with { MaxPhysAddr = null } });
        }
    }
}
