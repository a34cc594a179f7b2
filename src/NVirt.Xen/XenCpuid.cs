using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.Cpu.X86;

namespace NVirt.Xen;

/// <summary>
/// Gives a guest's CPU to Xen, which takes the host's CPU with changes to single bits (hypervisor-rules.md 6). Safe for use by several
/// threads.
/// </summary>
public static class XenCpuid
{
    // Both require and force turn a bit on; both disable and forbid turn it off: Xen has no way to refuse a start.
    private static readonly CpuidLetters Letters =
        new(Unmentioned: 'x', Force: '1', Require: '1', Optional: 'x', Disable: '0', Forbid: '0');

    /// <summary>The policy list for libxl (hypervisor-rules.md 6.1).</summary>
    /// <param name="guest">The guest.</param>
    /// <param name="host">The host: if it has <c>vmx</c> or <c>svm</c>, that feature switches nesting on or off instead of a bit.</param>
    /// <param name="nestedHvm">Whether guests may be hypervisors by default (<c>nested_hvm</c> in the driver's settings).</param>
    /// <param name="map">The map; <see langword="null"/> for the built-in one.</param>
    /// <exception cref="CpuException">A feature is unknown, or has no bit in CPUID (unsupported).</exception>
    public static XenCpuidPolicies ForLibxl(XenGuest guest, CpuDefinition host, bool nestedHvm = false, CpuMap? map = null)
    {
        ArgumentNullException.ThrowIfNull(guest);
        if (guest.Type == XenGuestType.Pv)
        {
            return new XenCpuidPolicies([], NestedHvm: null, guest.Warnings);
        }

        map ??= CpuMap.Default;
        ImmutableArray<string> virtualization = HardwareVirtualization.Of(host, map);
        bool nested = nestedHvm && virtualization.Length > 0;
        if (guest.HeededCpu is not { } cpu)
        {
            return new XenCpuidPolicies([], nested, guest.Warnings);
        }

        foreach (CpuFeature feature in cpu.Features.Where(f => virtualization.Contains(f.Name) && f.Policy != CpuPolicy.Optional))
        {
            nested = feature.Policy is not (CpuPolicy.Disable or CpuPolicy.Forbid);
        }

        return new XenCpuidPolicies(PoliciesOf(Without(cpu, virtualization), map), nested, guest.Warnings);
    }

    /// <summary>The lines of xl.cfg (hypervisor-rules.md 6.2).</summary>
    /// <param name="guest">The guest.</param>
    /// <param name="syntax">The form of <c>cpuid</c>.</param>
    /// <param name="map">The map; <see langword="null"/> for the built-in one.</param>
    /// <exception cref="CpuException">A feature is unknown, or has no place in the form (unsupported).</exception>
    public static XenConfigCpu ForConfig(XenGuest guest, XenSyntax syntax = XenSyntax.List, CpuMap? map = null)
    {
        ArgumentNullException.ThrowIfNull(guest);
        if (guest.HeededCpu is not { } cpu)
        {
            return new XenConfigCpu { Warnings = guest.Warnings };
        }

        map ??= CpuMap.Default;
        CpuDefinition changed = Without(cpu, HardwareVirtualization.Names);
        return new XenConfigCpu
        {
            Line = syntax == XenSyntax.String ? LineOf(changed, map) : null,
            Policies = syntax == XenSyntax.List ? PoliciesOf(changed, map) : [],
            NestedHvm = guest.Type == XenGuestType.Hvm ? !HardwareVirtualization.IsTurnedOff(cpu) : null,
            Warnings = guest.Warnings,
        };
    }

    private static CpuDefinition Without(CpuDefinition cpu, ImmutableArray<string> names) =>
        cpu with { Features = cpu.Features.Where(f => !names.Contains(f.Name)) };

    private static ImmutableArray<XenCpuidPolicy> PoliciesOf(CpuDefinition cpu, CpuMap map)
    {
        CpuidMasks masks = CpuidMasks.Of(map, cpu, Letters, others: Letters.Unmentioned);
        CpuidMasks.RefuseWithoutPlace(
            map.X86, cpu, static (feature, register) => register.IsMsr && feature.Policy != CpuPolicy.Optional, Messages.Form_List);
        return
        [
            .. masks.Registers.GroupBy(r => (r.Register.Leaf, r.Register.Subleaf)).Select(leaf => leaf.Aggregate(
                new XenCpuidPolicy(leaf.Key.Leaf, HasSubleaf(leaf.Key.Leaf, leaf.Key.Subleaf) ? leaf.Key.Subleaf : null),
                static (policy, r) => With(policy, r.Register.Name, r.Letters))),
        ];
    }

    private static string? LineOf(CpuDefinition cpu, CpuMap map)
    {
        CpuDriver.For(CpuArchitecture.X86_64, map).ValidateFeatures(cpu);
        CpuidMasks.RefuseWithoutPlace(map.X86, cpu, static (feature, _) => LibxlNames.ToLibxl(feature.Name) is null, Messages.Form_String);
        return cpu.Features.Count == 0 ? null
            : "host" + string.Concat(cpu.Features.Select(f => $",{LibxlNames.ToLibxl(f.Name)}={Value(f.Policy)}"));
    }

    private static char Value(CpuPolicy? policy) => policy switch
    {
        CpuPolicy.Optional => Letters.Optional,
        CpuPolicy.Disable or CpuPolicy.Forbid => Letters.Disable,
        _ => Letters.Require,
    };

    // Xen knows the sub-leaves of 4, 7 and 0xd; for any other leaf, only a sub-leaf other than the first must be named.
    private static bool HasSubleaf(uint leaf, uint subleaf) => leaf is 4 or 7 or 0xd || subleaf != 0;

    private static XenCpuidPolicy With(XenCpuidPolicy policy, RegisterName register, string letters) => register switch
    {
        RegisterName.Eax => policy with { Eax = letters },
        RegisterName.Ebx => policy with { Ebx = letters },
        RegisterName.Ecx => policy with { Ecx = letters },
        _ => policy with { Edx = letters },
    };
}
