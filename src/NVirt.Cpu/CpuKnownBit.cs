using System.Collections.Immutable;
using NVirt.Cpu.Map;

namespace NVirt.Cpu;

/// <summary>What a bit is that NVirt knows and libvirt does not.</summary>
public enum CpuKnownBitKind
{
    /// <summary>It says by itself whether the processor can do something.</summary>
    Flag,

    /// <summary>It is a part of a number or of a bit map, and says nothing by itself.</summary>
    Field,

    /// <summary>No meaning of it is documented, and processors have it set.</summary>
    Reserved,
}

/// <summary>
/// A bit of x86 processors that NVirt knows and libvirt does not: it is shown and can be compared by name, and is never a part of a model,
/// a verdict or a document. Immutable.
/// </summary>
public sealed class CpuKnownBit
{
    internal CpuKnownBit(X86KnownBit entry) => Entry = entry;

    /// <summary>Its name, in small letters with hyphens; no feature of the map has it.</summary>
    public string Name => Entry.Name;

    /// <summary>Where it lives, for example <c>CPUID.06H:EAX[7]</c>.</summary>
    public string Coordinate => Entry.Register.Coordinate(Entry.Bit);

    /// <summary>Whether it is a flag, a part of a number, or undocumented.</summary>
    public CpuKnownBitKind Kind => Entry.Kind;

    /// <summary>
    /// Whose name it is and how it is spelled there, for example <c>linux:rdt_a</c>; empty if nobody has named it. <c>linux</c> is the
    /// kernel, <c>kcpuid</c> the table of its tool, <c>xen</c>, <c>intel</c>, <c>amd</c>, <c>via</c> and <c>zhaoxin</c> are what they say
    /// themselves, <c>cpuid</c> is the program of that name.
    /// </summary>
    public string Source => Entry.Origin.Length == 0 ? string.Empty : $"{Entry.Origin}:{Entry.Spelling}";

    /// <summary>The name as its source spells it; empty if nobody has named it.</summary>
    public string Spelling => Entry.Spelling;

    /// <summary>Whether the source is no manual, or says too little to be sure of the meaning.</summary>
    public bool IsUncertain => Entry.IsUncertain;

    /// <summary>The vendors, by the 12 characters of CPUID leaf 0, whose processors have it at this place; empty if it is not one vendor's.</summary>
    public ImmutableArray<string> Vendors => [.. Entry.Only.Select(o => o.VendorId).Distinct(StringComparer.Ordinal)];

    /// <summary>What it is, in a few words of the user's language.</summary>
    public string Description => KnownBitTexts.Describe(Entry);

    internal X86KnownBit Entry { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
