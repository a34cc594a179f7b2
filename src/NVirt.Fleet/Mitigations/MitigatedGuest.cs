using NVirt.Cpu;

namespace NVirt.Fleet.Mitigations;

/// <summary>What Linux in a guest knows of its processor. Immutable.</summary>
/// <param name="Vendor">The vendor's name in the map.</param>
/// <param name="Signature">Family, model and stepping that the guest sees.</param>
/// <param name="Features">The features that it has.</param>
/// <param name="HasThreads">Whether it sees several threads of a core.</param>
internal sealed record MitigatedGuest(string Vendor, CpuSignature Signature, IReadOnlySet<string> Features, bool HasThreads)
{
    public bool IsIntel => Vendor == "Intel";

    public bool IsAmd => Vendor is "AMD" or "Hygon";

    public bool IsZhaoxin => Vendor is "Zhaoxin" or "Zhaoxin CentaurHauls" or "Centaur";

    public bool Has(string feature) => Features.Contains(feature);

    /// <summary>Whether it has a feature of MSR 10AH, which counts only where that register is announced.</summary>
    public bool HasCapability(string feature) => Has(feature) && Has("arch-capabilities");

    /// <summary>Whether its model has a flaw.</summary>
    public bool IsAffected(string flaw) => IsIntel ? Signature.Family == 6
        && MitigationLists.IsAffected(flaw, Signature.Model, Signature.Stepping)
        : MitigationLists.IsAffectedFamily(flaw, Vendor, Signature.Family);

    /// <summary>Whether its model is exempt from a flaw.</summary>
    public bool IsExempt(string flaw) => IsIntel && Signature.Family == 6 && MitigationLists.IsExempt(flaw, Signature.Model);
}
