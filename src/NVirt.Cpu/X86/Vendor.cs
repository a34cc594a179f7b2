using System.Buffers.Binary;
using System.Text;
using NVirt.Cpu.Map;

namespace NVirt.Cpu.X86;

/// <summary>The vendor in leaf 0: 12 characters in ebx, edx, ecx, four each, little endian (cpu-rules.md 2).</summary>
/// <remarks>For NVirt.Cpu.Probe, NVirt.Xen and NVirt.VMware, which read or write bits; others need only names.</remarks>
public static class X86Vendor
{
    /// <summary>The item that holds a vendor's characters; eax is 0.</summary>
    public static X86Item ItemOf(X86Map map, int vendor) => ItemOf(map.VendorId(vendor));

    /// <summary>The item that holds these 12 characters; eax is 0.</summary>
    public static X86Item ItemOf(string id)
    {
        Span<byte> bytes = stackalloc byte[12];
        Encoding.ASCII.GetBytes(id, bytes);
        return X86Item.Cpuid(
            0,
            0,
            ebx: BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            edx: BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]),
            ecx: BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]));
    }

    /// <summary>The first vendor in map order whose bits are all set, or -1.</summary>
    public static int Detect(X86Map map, X86CpuData data)
    {
        if (data.Cpuid(0) is { } leaf)
        {
            for (int vendor = 0; vendor < map.VendorCount; vendor++)
            {
                if (ItemOf(map, vendor).AndNot(leaf).IsZero)
                {
                    return vendor;
                }
            }
        }

        return -1;
    }
}
