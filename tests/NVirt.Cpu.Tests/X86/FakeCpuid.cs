using NVirt.Cpu.Map;
using NVirt.Cpu.Probe.X86;
using NVirt.Cpu.X86;
using NVirt.Cpu.X86.Evidence;

namespace NVirt.Cpu.Tests.X86;

/// <summary>A processor made from a table; anything not in it returns zeros.</summary>
internal sealed class FakeCpuid(params X86Item[] items) : ICpuidSource
{
    public static readonly X86Map Map = CpuMap.Default.X86;

    public List<(uint Leaf, uint Subleaf)> Asked { get; } = [];

    /// <summary>Leaf 0 with a maximum and a vendor's 12 characters.</summary>
    public static X86Item Leaf0(uint max, string vendor = "GenuineIntel") =>
        X86Item.Cpuid(0, 0, max, Word(vendor, 0), Word(vendor, 8), Word(vendor, 4));

    public X86Item Read(uint leaf, uint subleaf)
    {
        Asked.Add((leaf, subleaf));
        return Array.Find(items, i => (i.Leaf, i.Subleaf) == (leaf, subleaf)) is { IsZero: false } item ? item
            : X86Item.Cpuid(leaf, subleaf);
    }

    public X86Reading ReadAll() => X86CpuidReader.Read(this);

    public static FeatureSet Features(params string[] names)
    {
        FeatureSet set = default;
        foreach (string name in names)
        {
            set.Add(Map.FindFeature(name));
        }

        return set;
    }

    public static bool Has(in FeatureSet set, string name) => set.Contains(Map.FindFeature(name));

    private static uint Word(string text, int at) => BitConverter.ToUInt32([.. text.Substring(at, 4).Select(c => (byte)c)]);
}
