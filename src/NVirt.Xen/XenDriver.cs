using NVirt.Cpu;
using NVirt.Domains.Capabilities.Domains;
using NVirt.Domains.Capabilities.Hosts;
using NVirt.Domains.Driver;

namespace NVirt.Xen;

/// <summary>
/// Xen, as far as it is known without its toolstack: which guests a host runs, and which CPUs they can have. They see the host's CPU with
/// changes to single bits; all modes other than host-passthrough are ignored (hypervisor-rules.md 6.1).
/// </summary>
/// <param name="host">The host's CPU, of type host and an x86 architecture; <see langword="null"/> for this machine.</param>
/// <param name="map">The map; <see langword="null"/> for the built-in one.</param>
/// <exception cref="CpuException">This machine's CPU cannot be read.</exception>
/// <remarks>Safe for use by several threads.</remarks>
public sealed class XenDriver(CpuDefinition? host = null, CpuMap? map = null) : HostDriver(new Uri("xen:///system"), host, Guests, map)
{
    /// <inheritdoc/>
    protected override DomainCpuCapabilities DescribeCpus() => new() { HostPassthrough = [false] };

    /// <inheritdoc/>
    protected override string? ObstacleOf(string feature) => Cpus.Advanced.IsMsrFeature(feature) ? Messages.Form_List : null;

    // CPUs are decided by CPUID, so only x86 is known.
    private static IEnumerable<GuestCapabilities> Guests(CpuArchitecture host) =>
        from kind in ((string OsType, string Machine)[])[("hvm", "xenfv"), ("xenpvh", "xenpvh"), ("xen", "xenpv")]
        from arch in host.IsX86() ? new[] { CpuArchitecture.X86_64, CpuArchitecture.I686 } : []
        select new GuestCapabilities(arch) { OsType = kind.OsType, Machines = [new GuestMachine(kind.Machine)], DomainTypes = ["xen"] };
}
