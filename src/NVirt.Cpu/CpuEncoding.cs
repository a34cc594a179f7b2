namespace NVirt.Cpu;

/// <summary>A guest definition as six independent sets of raw data (cpu-rules.md 4.5).</summary>
/// <param name="Forced">Bits of the forced features.</param>
/// <param name="Required">Bits of the model and of the required features.</param>
/// <param name="Optional">Bits of the optional features.</param>
/// <param name="Disabled">Bits of the disabled features.</param>
/// <param name="Forbidden">Bits of the forbidden features.</param>
/// <param name="Vendor">Bits of the definition's own vendor; empty if it names none.</param>
public sealed record CpuEncoding(CpuData Forced, CpuData Required, CpuData Optional, CpuData Disabled, CpuData Forbidden, CpuData Vendor)
{
    /// <summary>The sets with the words of their policies, and <c>vendor</c> at the end.</summary>
    public IReadOnlyList<(string Policy, CpuData Data)> Sets =>
    [
        ("force", Forced),
        ("require", Required),
        ("optional", Optional),
        ("disable", Disabled),
        ("forbid", Forbidden),
        ("vendor", Vendor),
    ];
}
