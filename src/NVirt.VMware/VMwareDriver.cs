using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.Domains.Capabilities.Domains;
using NVirt.Domains.Capabilities.Hosts;
using NVirt.Domains.Driver;

namespace NVirt.VMware;

/// <summary>
/// VMware, as far as it is known without its programs: which guests a host runs, and which CPUs the masks of .vmx files can give them
/// (hypervisor-rules.md 6.3).
/// </summary>
/// <param name="host">The host's CPU, of type host and an x86 architecture; <see langword="null"/> for this machine.</param>
/// <param name="map">The map; <see langword="null"/> for the built-in one.</param>
/// <exception cref="CpuException">This machine's CPU cannot be read.</exception>
/// <remarks>Safe for use by several threads.</remarks>
public sealed class VMwareDriver(CpuDefinition? host = null, CpuMap? map = null) : HostDriver(
    new Uri("vmware:///session"), host, Guests, map)
{
    /// <inheritdoc/>
    protected override DomainCpuCapabilities DescribeCpus() => base.DescribeCpus() with { HostPassthrough = [false], Maximum = [false] };

    /// <inheritdoc/>
    protected override string? ObstacleOf(string feature)
    {
        X86Map names = Cpus.Map.X86;
        int place = names.FindFeature(feature);
        return place < 0 || VmxMask.HasPlace(names.FeatureBit(place).Register) ? null : Messages.Form_Masks;
    }

    private static IEnumerable<GuestCapabilities> Guests(CpuArchitecture host) =>
        from arch in host.IsX86() ? new[] { CpuArchitecture.X86_64, CpuArchitecture.I686 } : []
        select new GuestCapabilities(arch) { DomainTypes = ["vmware"] };
}
