using System.Collections.Immutable;
using System.Xml.Linq;
using NVirt.Cpu;

namespace NVirt.Domains.Capabilities.Domains;

/// <summary>What domains can have with one emulator, machine and architecture (libvirt's <c>domainCapabilities</c>). Immutable.</summary>
/// <remarks>
/// Elements that are not interpreted are kept and written again, without comments. Two are equal only if they share their lists: read
/// twice, a document need not equal itself.
/// </remarks>
public sealed record DomainCapabilities
{
    /// <summary>The emulator's path, or <see langword="null"/>.</summary>
    public string? Path { get; init; }

    /// <summary>The type of domains, for example <c>kvm</c>, or <see langword="null"/>.</summary>
    public string? DomainType { get; init; }

    /// <summary>The machine by its real name, not an alias; or <see langword="null"/>.</summary>
    public string? Machine { get; init; }

    /// <summary>The domain's architecture.</summary>
    public CpuArchitecture Arch { get; init; }

    /// <summary>How many virtual CPUs a domain may have, or <see langword="null"/>.</summary>
    public int? MaxVcpus { get; init; }

    /// <summary>What a domain's firmware may be: <c>rom</c>, <c>pflash</c>; empty if the document does not say.</summary>
    public ImmutableArray<string> LoaderTypes
    {
        get => LoaderCapabilities.TypesOf(BeforeCpu.FirstOrDefault(e => e.Name == LoaderCapabilities.Os));
        init => BeforeCpu = value.IsDefaultOrEmpty ? BeforeCpu : BeforeCpu.Add(LoaderCapabilities.OsWith(value));
    }

    /// <summary>The CPUs, or <see langword="null"/> if the document does not say.</summary>
    public DomainCpuCapabilities? Cpu { get; init; }

    /// <summary>The kinds of devices, with what each may be; empty if the document does not say.</summary>
    public ImmutableArray<DeviceSupport> Devices
    {
        get => DeviceSupport.AllOf(AfterCpu.FirstOrDefault(e => e.Name == DeviceSupport.Element));
        init => AfterCpu = value.IsDefaultOrEmpty ? AfterCpu : AfterCpu.Add(DeviceSupport.Format(value));
    }

    /// <summary>Elements before the one about CPUs.</summary>
    internal ImmutableArray<XElement> BeforeCpu { get; init; } = [];

    /// <summary>Elements after it.</summary>
    internal ImmutableArray<XElement> AfterCpu { get; init; } = [];
}
