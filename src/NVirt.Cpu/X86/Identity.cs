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
