using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using NVirt.Cpu.Map;

namespace NVirt.Cpu.X86;

/// <summary>
/// What a processor calls itself, and its microarchitecture. In a virtual machine, the hypervisor decides all of this. Immutable.
/// </summary>
public sealed record X86Identity
{
    private const uint LastBrandLeaf = 0x80000004;

    private X86Identity()
    {
    }

    /// <summary>
    /// The 12 characters of leaf 0, without blanks around them: <c>GenuineIntel</c>; <see langword="null"/> without leaf 0.
    /// </summary>
    public string? VendorId { get; private init; }

    /// <summary>The brand string of leaves 80000002H to 80000004H, with single blanks; <see langword="null"/> if there is none.</summary>
    public string? Brand { get; private init; }

    /// <summary>Family, model and stepping; <see langword="null"/> without leaf 1.</summary>
    public CpuSignature? Signature { get; private init; }

    /// <summary>The microarchitecture, such as <c>Zen 5</c>; <see langword="null"/> if the signature is not known to NVirt.</summary>
    public string? Microarchitecture { get; private init; }

    /// <summary>The vendor's code names of such parts, such as <c>Turin</c>; <see langword="null"/> if none is known.</summary>
    public string? CodeName { get; private init; }

    /// <summary>libvirt's models for such processors, the best first; empty if there is none.</summary>
    public ImmutableArray<string> Models { get; private init; } = [];

    /// <summary>
    /// The identity in raw data. Vendor and signature give the microarchitecture (data/processors); the brand is not used, because
    /// hypervisors and users can set it to anything.
    /// </summary>
    public static X86Identity Of(X86CpuData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        string? vendorId = data.Cpuid(0) is { IsZero: false } leaf0 ? Clean(X86Ranges.VendorOf(leaf0)) : null;
        CpuSignature? signature = data.Cpuid(1) is { Eax: not 0 } leaf1 ? X86Signature.FromEax(leaf1.Eax) : null;
        var (core, part) = vendorId is not null && signature is { } known && ProcessorCore.Find(vendorId, known) is { } found
            ? found
            : default((ProcessorCore?, ProcessorPart?));
        return new X86Identity
        {
            VendorId = vendorId,
            Brand = BrandOf(data),
            Signature = signature,
            Microarchitecture = core?.Name,
            CodeName = part?.CodeName,
            Models = [.. core?.Models ?? []],
        };
    }

    private static string? BrandOf(X86CpuData data)
    {
        Span<byte> text = stackalloc byte[48];
        int length = 0;
        for (uint leaf = LastBrandLeaf - 2; leaf <= LastBrandLeaf && data.Cpuid(leaf) is { } item; leaf++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(text[length..], item.Eax);
            BinaryPrimitives.WriteUInt32LittleEndian(text[(length + 4)..], item.Ebx);
            BinaryPrimitives.WriteUInt32LittleEndian(text[(length + 8)..], item.Ecx);
            BinaryPrimitives.WriteUInt32LittleEndian(text[(length + 12)..], item.Edx);
            length += 16;
        }

        int end = text[..length].IndexOf((byte)0);
        return Clean(Encoding.Latin1.GetString(end < 0 ? text[..length] : text[..end]));
    }

    // Only printable ASCII: the text comes from a file or a hypervisor and goes to a terminal.
    private static string? Clean(string text)
    {
        string printable = string.Concat(text.Select(c => c is > ' ' and <= '~' ? c : ' '));
        string clean = string.Join(' ', printable.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return clean.Length == 0 ? null : clean;
    }
}

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

/// <summary>Family, model and stepping in leaf 1 eax (cpu-rules.md 4.11).</summary>
/// <remarks>For NVirt.Cpu.Probe, NVirt.Xen and NVirt.VMware, which read or write bits; others need only names.</remarks>
public static class X86Signature
{
    /// <summary>Reads leaf 1 eax; the extended parts are always added.</summary>
    public static CpuSignature FromEax(uint eax) => new(
        Family: (eax >> 20 & 0xff) + (eax >> 8 & 0xf),
        Model: ((eax >> 16 & 0xf) << 4) + (eax >> 4 & 0xf),
        Stepping: eax & 0xf);

    /// <summary>Builds leaf 1 eax; type bits are 0.</summary>
    public static uint ToEax(CpuSignature signature)
    {
        uint extended = signature.Family > 0xf ? signature.Family - 0xf : 0;
        return (extended & 0xff) << 20 | (signature.Model >> 4 & 0xf) << 16
            | (signature.Family - extended & 0xf) << 8 | (signature.Model & 0xf) << 4 | (signature.Stepping & 0xf);
    }

    /// <summary>The signature of raw data; all 0 without leaf 1.</summary>
    public static CpuSignature Of(X86CpuData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return FromEax(data.Cpuid(1)?.Eax ?? 0);
    }
}
