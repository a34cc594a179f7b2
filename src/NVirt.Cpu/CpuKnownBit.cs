using System.Collections.Immutable;
using NVirt.Cpu.Map;
using NVirt.Xml;

namespace NVirt.Cpu;

/// <summary>The kind of a bit that NVirt knows and libvirt does not.</summary>
public enum CpuKnownBitKind
{
    /// <summary>By itself it shows whether the processor can do something.</summary>
    Flag,

    /// <summary>It is part of a number or a bit map, and means nothing by itself.</summary>
    Field,

    /// <summary>Its meaning is not documented, but some processors have it set.</summary>
    Reserved,
}

/// <summary>
/// A bit of x86 processors that NVirt knows and libvirt does not: it is shown and can be compared by name, but is never part of a model,
/// a verdict or a document. Immutable.
/// </summary>
public sealed class CpuKnownBit
{
    internal CpuKnownBit(X86KnownBit entry) => Entry = entry;

    /// <summary>Its name, in lower case with hyphens; no feature of the map has the same name.</summary>
    public string Name => Entry.Name;

    /// <summary>Where it is, for example <c>CPUID.06H:EAX[7]</c>.</summary>
    public string Coordinate => Entry.Register.Coordinate(Entry.Bit);

    /// <summary>Whether it is a flag, a part of a number, or undocumented.</summary>
    public CpuKnownBitKind Kind => Entry.Kind;

    /// <summary>
    /// Who named it, and the spelling there, for example <c>linux:rdt_a</c>; empty if it has no name elsewhere. <c>linux</c> is the
    /// kernel, <c>kcpuid</c> the table of its tool; <c>xen</c>, <c>intel</c>, <c>amd</c>, <c>via</c> and <c>zhaoxin</c> are their own
    /// names; <c>cpuid</c> is the program of that name.
    /// </summary>
    public string Source => Entry.Origin.Length == 0 ? string.Empty : $"{Entry.Origin}:{Entry.Spelling}";

    /// <summary>The name in its source's spelling; empty if it has no name elsewhere.</summary>
    public string Spelling => Entry.Spelling;

    /// <summary>Whether the source is not a manual, or says too little to be sure of the meaning.</summary>
    public bool IsUncertain => Entry.IsUncertain;

    /// <summary>
    /// The vendors, by the 12 characters of CPUID leaf 0, whose processors have it at this place; empty if it is not vendor-specific.
    /// </summary>
    public ImmutableArray<string> Vendors => [.. Entry.Only.Select(o => o.VendorId).Distinct(StringComparer.Ordinal)];

    /// <summary>A short description in the user's language.</summary>
    public string Description => KnownBitTexts.Describe(Entry);

    internal X86KnownBit Entry { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
