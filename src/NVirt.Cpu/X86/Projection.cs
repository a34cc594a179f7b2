using NVirt.Cpu.Map;

namespace NVirt.Cpu.X86;

/// <summary>Converts raw data to feature sets and back. Bits that the map does not know stay in the raw data.</summary>
/// <remarks>For NVirt.Cpu.Probe, NVirt.Xen and NVirt.VMware, which read or write bits; others need only names.</remarks>
public static class X86Projection
{
    /// <summary>The map's features whose bits are set. Items and registers are both sorted, so one pass over both is enough.</summary>
    public static FeatureSet FeaturesOf(X86Map map, X86CpuData data)
    {
        FeatureSet set = default;
        ReadOnlySpan<X86Item> items = data.AsSpan();
        int place = 0;
        for (int register = 0; register < map.RegisterCount; register++)
        {
            X86Register wanted = map.Register(register);
            X86Item key = KeyOf(wanted);
            while (place < items.Length && items[place].CompareKey(key) < 0)
            {
                place++;
            }

            if (place < items.Length && items[place].CompareKey(key) == 0)
            {
                map.AddFeatures(ref set, register, items[place].Register(wanted.Name));
            }
        }

        return set;
    }

    /// <summary>The items with exactly these features.</summary>
    public static X86CpuData DataOf(X86Map map, in FeatureSet features)
    {
        List<X86Item> items = [];
        foreach (int feature in features)
        {
            (X86Register register, int bit) = map.FeatureBit(feature);
            items.Add(KeyOf(register).WithRegister(register.Name, 1U << bit));
        }

        return X86CpuData.Create(items);
    }

    /// <summary>The key of the item that holds a register.</summary>
    public static X86Item KeyOf(X86Register register) => register.IsMsr
        ? X86Item.Msr(register.Leaf, 0, 0)
        : X86Item.Cpuid(register.Leaf, register.Subleaf);
}
