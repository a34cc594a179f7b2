using NVirt.Cpu;

namespace NVirt.Fleet.Mitigations;

/// <summary>What Linux in a guest knows of its processor. Immutable.</summary>
/// <param name="Vendor">The vendor's name in the map.</param>
/// <param name="Signature">Family, model and stepping that the guest sees.</param>
/// <param name="Features">The features that it has.</param>
/// <param name="HasThreads">Whether it sees several threads of a core.</param>
internal sealed record MitigatedGuest(string Vendor, CpuSignature Signature, IReadOnlySet<string> Features, bool HasThreads)
{
    /// <summary>The line of its kernel.</summary>
    public Version Kernel { get; init; } = LinuxVulnerabilities.Newest;

    /// <summary>
    /// Whether its processor is emulated by QEMU, which takes what is written to registers that it does not have: the kernel then finds
    /// protections that no feature announces. KVM refuses.
    /// </summary>
    public bool IsEmulated { get; init; }

    /// <summary>Answers instead of <see cref="Features"/>, where a question depends on what is not known.</summary>
    public Func<string, bool>? Ask { get; init; }

    public bool IsIntel => Vendor == "Intel";

    public bool IsAmd => Vendor is "AMD" or "Hygon";

    public bool IsZhaoxin => Vendor is "Zhaoxin" or "Zhaoxin CentaurHauls" or "Centaur";

    public bool Has(string feature) => Ask is null ? Features.Contains(feature) : Ask(feature);

    /// <summary>Whether it has a feature of MSR 10AH, which counts only where that register is announced.</summary>
    public bool HasCapability(string feature) => Has(feature) && Has("arch-capabilities");

    /// <summary>Whether its model has a flaw.</summary>
    public bool IsAffected(string flaw) => IsIntel ? Signature.Family == 6
        && MitigationLists.IsAffected(flaw, Signature.Model, Signature.Stepping)
        : MitigationLists.IsAffectedFamily(flaw, Vendor, Signature.Family, Kernel);

    /// <summary>Whether its model is exempt from a flaw.</summary>
    public bool IsExempt(string flaw) => IsIntel && Signature.Family == 6 && MitigationLists.IsExempt(flaw, Signature.Model);
}
