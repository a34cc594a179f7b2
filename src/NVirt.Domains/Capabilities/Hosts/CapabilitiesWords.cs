using NVirt.Xml;

namespace NVirt.Domains.Capabilities.Hosts;

/// <summary>Words of capabilities documents.</summary>
internal static class CapabilitiesWords
{
    /// <summary>By <see cref="HostCacheType"/>.</summary>
    public static string[] CacheTypes { get; } = ["both", "code", "data"];

    /// <summary>Elements of <c>power_management</c>.</summary>
    public static (HostSuspend Way, string Element)[] Suspends { get; } =
    [
        (HostSuspend.Memory, "suspend_mem"),
        (HostSuspend.Disk, "suspend_disk"),
        (HostSuspend.Hybrid, "suspend_hybrid"),
    ];
}
