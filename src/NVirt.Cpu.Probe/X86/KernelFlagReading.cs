using NVirt.Cpu.Map;

namespace NVirt.Cpu.Probe.X86;

/// <summary>
/// What the names in <c>/proc/cpuinfo</c> of an x86 machine say about the map's features: yes, no, or nothing. The kernel lists what it
/// enabled, so a listed name is a feature of the processor; a missing one is absent only if nothing else can have hidden it.
/// </summary>
/// <param name="map">The map.</param>
/// <param name="flags">The words of the line "flags".</param>
/// <param name="bugs">The words of the line "bugs", which show what the kernel knows about; empty if there is none.</param>
/// <param name="vendor">The line "vendor_id".</param>
/// <param name="family">The line "cpu family".</param>
internal sealed class KernelFlagReading(X86Map map, IReadOnlySet<string> flags, IReadOnlySet<string> bugs, string vendor, uint family)
{
    // Kernels from 4.12 list it for every processor that has CPUID.
    private const string Young = "cpuid";
    private const uint FirstZen = 0x17;
    private const string Guest = "hypervisor";

    // Speculation controls come with microcode, and boot options can turn them off.
    private static readonly string[] Controls = ["md-clear", "flush-l1d", "virt-ssbd"];

    // The kernel derives each of these names from several bits (arch/x86/kernel/cpu/common.c, init_speculation_control). A missing name
    // means that none of the bits is set, since a kernel that knows the bug also knows the name.
    private static readonly (string Name, string Bug, string[] Features)[] Made =
    [
        ("ibrs", "spectre_v2", ["spec-ctrl", "ibrs"]),
        ("ibpb", "spectre_v2", ["spec-ctrl", "ibpb"]),
        ("stibp", "spectre_v2", ["stibp", "amd-stibp"]),
        ("ssbd", "spec_store_bypass", ["ssbd", "virt-ssbd", "amd-ssbd"]),
    ];

    private readonly HashSet<string> _present = new(StringComparer.Ordinal);
    private readonly HashSet<string> _absent = new(StringComparer.Ordinal);

    private bool IsIntel => vendor == "GenuineIntel";

    private bool IsAmd => vendor is "AuthenticAMD" or "HygonGenuine";

    /// <summary>The features that are present.</summary>
    public IReadOnlySet<string> Present => _present;

    /// <summary>The features that are absent.</summary>
    public IReadOnlySet<string> Absent => _absent;

    /// <summary>Applies the rules.</summary>
    public KernelFlagReading Apply()
    {
        bool isYoung = flags.Contains(Young);
        foreach (KernelFlag flag in KernelFlag.All)
        {
            if (flags.Contains(flag.Name))
            {
                if (!IsForced(flag))
                {
                    _present.Add(flag.Feature);
                }
            }
            else if ((flag.Rules & ~KernelFlagRules.Forced) == KernelFlagRules.None && !Controls.Contains(flag.Feature)
                && (isYoung || IsOld(flag.Feature)))
            {
                _absent.Add(flag.Feature);
            }
        }

        ApplyMadeNames();
        // Neither vendor has the other's virtualization.
        if (IsIntel || IsAmd)
        {
            _absent.Add(IsIntel ? "svm" : "vmx");
        }

        _absent.ExceptWith(_present);
        return this;
    }

    // The kernel forces arat for AMD processors from family 0x10 (arch/x86/kernel/cpu/amd.c); Zen processors do have the bit.
    private bool IsForced(KernelFlag flag) => flag.Rules.HasFlag(KernelFlagRules.Forced) && !IsIntel && !(IsAmd && family >= FirstZen);

    // Older kernels read only these leaves.
    private bool IsOld(string feature) => map.FindFeature(feature) is >= 0 and var found && map.FeatureBit(found).Register is
    { Leaf: 0x1 or 0x6 or 0xd or 0x8000000a or 0x80000001 or 0xc0000001 } or { Leaf: 0x7, Subleaf: 0, Name: Map.RegisterName.Ebx };

    private void ApplyMadeNames()
    {
        foreach ((string name, string bug, string[] features) in Made)
        {
            if (flags.Contains(name))
            {
                _present.UnionWith(MeaningOf(name));
            }
            else if (bugs.Contains(bug))
            {
                _absent.UnionWith(features);
            }
        }

        AddIf(IsIntel && Has("ibrs_enhanced"), "ibrs-all");
        AddIf(IsAmd && Has("ibrs_enhanced"), "auto-ibrs");
        AddIf((IsIntel || IsAmd) && Has("constant_tsc") && Has("nonstop_tsc"), "invtsc");
        AddIf(IsIntel && Has("split_lock_detect"), "core-capability");
        AddIf(Has("user_shstk"), "cet-ss");
    }

    // Intel has none of AMD's bits, but a hypervisor may set them. AMD's ssbd may be a register that no bit announces.
    private string[] MeaningOf(string name) => name switch
    {
        "ibrs" or "ibpb" when IsIntel && !Has(Guest) => ["spec-ctrl"],
        "stibp" when IsIntel => ["stibp"],
        "ssbd" when IsIntel => ["ssbd"],
        "ibrs" when IsAmd => ["ibrs"],
        "ibpb" when IsAmd => ["ibpb"],
        "stibp" when IsAmd => ["amd-stibp"],
        _ => [],
    };

    private bool Has(string flag) => flags.Contains(flag);

    private void AddIf(bool isThere, string feature)
    {
        if (isThere)
        {
            _present.Add(feature);
        }
    }
}
