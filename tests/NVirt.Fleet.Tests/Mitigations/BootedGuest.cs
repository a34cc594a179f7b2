using NVirt.Fleet.Mitigations;

namespace NVirt.Fleet.Tests.Mitigations;

/// <summary>A guest that a test boots: what its processor shows.</summary>
/// <param name="Name">What it stands for.</param>
/// <param name="Vendor">The vendor's name in the map.</param>
/// <param name="Family">Its family.</param>
/// <param name="Model">Its model.</param>
/// <param name="Stepping">Its stepping.</param>
/// <param name="Features">Its features, by names that QEMU has, too; without those that decide nothing.</param>
/// <param name="Threads">Threads of its one core.</param>
internal sealed record BootedGuest(
    string Name, string Vendor, uint Family, uint Model, uint Stepping, string Features = "", int Threads = 1)
{
    public string[] FeatureNames => Features.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The value of <c>-cpu</c>. What TCG does not emulate is announced all the same.</summary>
    public string Cpu => $"qemu64,x-force-features=on,vendor={VendorId},family={Family},model={Model},stepping={Stepping}"
        + string.Concat(FeatureNames.Select(f => ",+" + f)) + (IsAmdWithThreads ? ",+topoext" : string.Empty);

    /// <summary>The same for the table.</summary>
    public MitigatedGuest ForTable => new(
        Vendor, new CpuSignature(Family, Model, Stepping), FeatureNames.ToHashSet(StringComparer.Ordinal), Threads > 1)
    {
        IsEmulated = true,
    };

    // Without that leaf, Linux finds no threads of AMD.
    private bool IsAmdWithThreads => Threads > 1 && Vendor == "AMD";

    private string VendorId => Vendor switch
    {
        "Intel" => "GenuineIntel",
        "AMD" => "AuthenticAMD",
        "Hygon" => "HygonGenuine",
        _ => "CentaurHauls",
    };
}
