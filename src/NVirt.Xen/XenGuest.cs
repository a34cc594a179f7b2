using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Xml;

namespace NVirt.Xen;

/// <summary>The parts of a domain that decide its CPU under Xen.</summary>
/// <param name="Cpu">The domain's CPU, or <see langword="null"/>.</param>
/// <param name="Type">How Xen runs it.</param>
public sealed record XenGuest(CpuDefinition? Cpu, XenGuestType Type = XenGuestType.Hvm)
{
    /// <summary>Reads it from a domain; one that does not say how it runs is an hvm guest.</summary>
    /// <exception cref="CpuException">The domain is of an architecture without CPUID (no support).</exception>
    public static XenGuest Of(DomainDefinition domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        if (domain.Os.Arch != CpuArchitecture.None && !domain.Os.Arch.IsX86())
        {
            CpuReason reason = new(CpuRule.OperationNotSupported, "cpuid") { Actual = domain.Os.Arch.ToName() };
            throw new CpuException(CpuErrorKind.NoSupport, reason);
        }

        return new XenGuest(domain.Cpu, domain.Os.Type switch
        {
            "xen" or "linux" => XenGuestType.Pv,
            "xenpvh" => XenGuestType.Pvh,
            _ => XenGuestType.Hvm,
        });
    }

    /// <summary>The CPU, unless Xen ignores it: only mode host-passthrough is used (hypervisor-rules.md 6.1).</summary>
    internal CpuDefinition? HeededCpu => Cpu is { Mode: CpuMode.HostPassthrough } ? Cpu with { Model = null, Vendor = null } : null;

    /// <summary>The warning about a CPU that is ignored.</summary>
    internal ImmutableArray<string> Warnings => Cpu is null or { Mode: CpuMode.HostPassthrough } or { Mode: CpuMode.Custom, Model: null }
        ? []
        : [Text.Of(Messages.Xen_CpuIgnored, CpuWords.Of(Cpu.Mode ?? CpuMode.Custom))];
}
