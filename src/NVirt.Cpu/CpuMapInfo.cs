using System.Collections.Immutable;
using NVirt.Cpu.Rules;
using NVirt.Cpu.X86;

namespace NVirt.Cpu;

/// <summary>The map's facts about a feature.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Group">Its group for display, a keyword such as <c>simd</c>; empty if the map has none.</param>
/// <param name="Coordinate">Where its bit is, for example <c>CPUID.(EAX=07H,ECX=0):EBX[16]</c>; empty if it has none.</param>
/// <param name="Migratable">Whether a guest with it can migrate.</param>
/// <param name="IsMsr">Whether the bit is in an MSR.</param>
/// <param name="Aliases">Its other names; operations never use them for look-ups.</param>
public sealed record CpuFeatureInfo(
    string Name, string Group, string Coordinate, bool Migratable, bool IsMsr, ImmutableArray<CpuFeatureAlias> Aliases)
{
    /// <summary>A short description in the user's language; empty if there is none.</summary>
    public string Description => Map.FeatureTexts.Describe(Name);

    /// <summary>
    /// What the same name means elsewhere, as one sentence in the user's language: Linux's <c>ibrs</c> is not libvirt's; empty if
    /// there is no other meaning.
    /// </summary>
    public string Homonym => NameHints.Homonym(CpuMap.Default, Name) is { } hint ? NameHintText.Describe(hint) : string.Empty;

    /// <summary>The group's title in the user's language.</summary>
    public string GroupTitle => Map.FeatureTexts.GroupTitle(Group);
}

/// <summary>Another name of a feature.</summary>
/// <param name="Name">The name.</param>
/// <param name="Origin">Who uses it: <c>qemu</c>, <c>linux</c> or <c>libcpuinfo</c>.</param>
public readonly record struct CpuFeatureAlias(string Name, string Origin);

/// <summary>A signature of a model.</summary>
/// <param name="Family">Family.</param>
/// <param name="Model">The steppings that it covers; all 16 if the map does not say.</param>
/// <param name="Steppings">The steppings it holds for; all 16 if the map does not say.</param>
public sealed record CpuSignatureInfo(uint Family, uint Model, ImmutableArray<int> Steppings);

/// <summary>Which processors a model covers, on ppc64 and ARM: those whose number, under the mask, has the value.</summary>
/// <param name="Value">Of the processor version register on ppc64; on ARM the part number, MIDR_EL1[15:4], 0 to 0xfff.</param>
/// <param name="Mask">Which bits are compared; on ARM all of them.</param>
public readonly record struct CpuPvrInfo(uint Value, uint Mask);

/// <summary>The map's facts about a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Vendor">Its vendor's name, or <see langword="null"/>.</param>
public sealed record CpuModelInfo(string Name, string? Vendor)
{
    /// <summary>The model it was derived from, or <see langword="null"/>.</summary>
    public string? Ancestor { get; init; }

    /// <summary>Its canonical name, if this one is an alias; otherwise <see langword="null"/>.</summary>
    public string? CanonicalName { get; init; }

    /// <summary>Signatures of the processors that it covers, on x86; otherwise empty.</summary>
    public ImmutableArray<CpuSignatureInfo> Signatures { get; init; } = [];

    /// <summary>Numbers of the processors that it covers, on ppc64 and ARM; otherwise empty.</summary>
    public ImmutableArray<CpuPvrInfo> Pvrs { get; init; } = [];

    /// <summary>Its features in map order; empty on ppc64 and ARM.</summary>
    public ImmutableArray<string> Features { get; init; } = [];

    /// <summary>The x86-64 micro-architecture level that its features reach, on x86; otherwise <see langword="null"/>.</summary>
    public PsAbiReport? PsAbi { get; init; }

    /// <summary>Features that hypervisors add to it.</summary>
    public ImmutableArray<string> AddedFeatures { get; init; } = [];

    /// <summary>Features that it once had.</summary>
    public ImmutableArray<string> RemovedFeatures { get; init; } = [];

    /// <summary>Whether a host may be decoded to it.</summary>
    public bool DecodesToHost { get; init; }

    /// <summary>Whether a guest may be decoded to it.</summary>
    public bool DecodesToGuest { get; init; }

    /// <summary>Whether a partial check of it compares features (<c>check partial='compat'</c>); always on ppc64 and ARM.</summary>
    public bool UsesCompatibilityCheck { get; init; }
}

/// <summary>The map's facts about a vendor.</summary>
/// <param name="Name">Its name in documents.</param>
/// <param name="Id">The 12 characters of CPUID leaf 0 on x86; the implementer, MIDR_EL1[31:24], such as <c>0x41</c> on ARM; empty on
/// ppc64.</param>
public sealed record CpuVendorInfo(string Name, string Id);
