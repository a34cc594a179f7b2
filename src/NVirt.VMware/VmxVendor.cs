using NVirt.Cpu;

namespace NVirt.VMware;

/// <summary>Whose processors a mask is for.</summary>
internal static class VmxVendor
{
    /// <summary>The vendor of a definition, or that of its model; <see langword="null"/> if neither is known.</summary>
    public static string? Of(CpuDefinition? cpu, CpuMap map) => cpu?.Vendor
        ?? (cpu?.Model is { } model ? CpuDriver.For(CpuArchitecture.X86_64, map).VendorForModel(model) : null);

    /// <summary>Whether the keys with the suffix for AMD apply to processors of the vendor.</summary>
    public static bool IsAmd(string? vendor) => vendor is "AMD" or "Hygon";
}
