using System.Collections.Immutable;
using NVirt.Cpu.Rules;
using NVirt.Cpu.X86;
using NVirt.Cpu.X86.Evidence;
using NVirt.Cpu.Xml;
using NVirt.Xml;

namespace NVirt.Cpu;

/// <summary>
/// What a document, a dump or this machine says about a CPU, and what it leaves open. Raw data is kept as it was read; no model has been
/// chosen for it. Immutable.
/// </summary>
public sealed record CpuSource
{
    /// <summary>A CPU that a document defines.</summary>
    /// <param name="definition">The definition.</param>
    public CpuSource(CpuDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        Definition = definition;
        Arch = definition.Arch;
    }

    /// <summary>A CPU for which a dump or a machine gives raw data.</summary>
    /// <param name="data">The raw data.</param>
    public CpuSource(CpuData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        Data = data;
        Arch = data.Arch;
    }

    /// <summary>A CPU for which only the architecture is known.</summary>
    /// <param name="arch">The architecture.</param>
    public CpuSource(CpuArchitecture arch) => Arch = arch;

    /// <summary>The definition; <see langword="null"/> for raw data, for which <see cref="ToDefinition"/> chooses a model.</summary>
    public CpuDefinition? Definition { get; init; }

    /// <summary>The raw data, or <see langword="null"/>.</summary>
    public CpuData? Data { get; init; }

    /// <summary>The architecture that the document or dump gives; <see cref="CpuArchitecture.None"/> if it gives none.</summary>
    public CpuArchitecture Arch { get; init; }

    /// <summary>The file's name for messages; empty if there is none.</summary>
    public string File { get; init; } = string.Empty;

    /// <summary>The domain's name, if the CPU is from a domain document; otherwise <see langword="null"/>.</summary>
    public string? Name { get; init; }

    /// <summary>The line where it begins, from 1; 0 if it has none.</summary>
    public int Line { get; init; }

    /// <summary>The position of a part of the definition that is ignored; empty if all of it has a meaning.</summary>
    public IReadOnlyList<Position> Unread { get; init; } = [];

    /// <summary>The frequency in Hz that a domain wants for its time stamp counter; <see langword="null"/> if it states none.</summary>
    public ulong? TscFrequency { get; init; }

    /// <summary>What the document says outside the <c>cpu</c> element; <see langword="null"/> if it says nothing.</summary>
    public CpuSurroundings? Surroundings { get; init; }

    /// <summary>Whether a domain document has an <c>id</c>: it was running when this was written.</summary>
    public bool HasId { get; init; }

    /// <summary>Whether it is a processor, not what a guest wants or a hypervisor provides.</summary>
    public bool IsHost => Data is not null || Definition?.Type == CpuType.Host;

    /// <summary>
    /// Whether it describes a running guest as a hypervisor built it: a domain with an <c>id</c>, <c>check='full'</c>, which libvirt
    /// writes there, or the feature <c>hypervisor</c>, which nobody requests.
    /// </summary>
    public bool IsOfRunningGuest => HasId || (Definition is { Type: CpuType.Guest } guest
        && (guest.Check == CpuCheck.Full || guest.Features.Exists(f => f is { Name: "hypervisor", Policy: null or CpuPolicy.Require })));

    /// <summary>
    /// Names of features that the source leaves open, in map order; empty for a definition, unless it is told that its libvirt did not
    /// know them yet. It is not known whether they are present, and no answer may depend on them.
    /// </summary>
    public ImmutableArray<string> Unknown { get; init; } = [];

    /// <summary>
    /// Names of features that the source cannot show but that the rest of it implies, in map order: <c>syscall</c>, if a 32-bit program
    /// has read a 64-bit processor. They count as present, and are not in <see cref="Data"/>.
    /// </summary>
    public ImmutableArray<string> Implied { get; init; } = [];

    /// <summary>Names of features that some of the processors have and others lack, in map order. They count as absent.</summary>
    public ImmutableArray<string> Differing { get; init; } = [];

    /// <summary>
    /// The raw data of each kind of processor, if the machine has several and no kind includes the others; for messages.
    /// </summary>
    public ImmutableArray<CpuData> Kinds { get; init; } = [];

    /// <summary>How many processors the source describes, at least 1; <see cref="Data"/> is what they have in common.</summary>
    public int Processors { get; init; } = 1;

    /// <summary>The definition, or the host decoded from raw data. Decoding takes a few microseconds and is not cached.</summary>
    /// <param name="map">The map for decoding; <see langword="null"/> for the built-in one.</param>
    /// <exception cref="CpuException">
    /// No model fits the data (internal), something that the source leaves open decides the model (undecided), or the source gives only the
    /// architecture (no support). The message names the file.
    /// </exception>
    public CpuDefinition ToDefinition(CpuMap? map = null) => Definition ?? Decode(CpuDefinition.NewHost(Arch), models: null, map);

    /// <summary>The same with a definition. Where models do not decide, the architecture is all that an answer needs.</summary>
    /// <param name="map">The map; <see langword="null"/> for the one that is compiled in.</param>
    /// <exception cref="CpuException">As for <see cref="ToDefinition"/>.</exception>
    public CpuSource Decoded(CpuMap? map = null) => Definition is not null ? this
        : this with
        {
            Definition = Data is null && !Arch.IsX86() && !Arch.IsPpc64() ? CpuDefinition.NewHost(Arch) : ToDefinition(map),
        };

    /// <summary>Family, model and stepping: of the raw data, else of the definition; <see langword="null"/> if neither tells.</summary>
    public CpuSignature? FindSignature() =>
        Data is X86CpuData data && data.Cpuid(1) is not null ? X86Signature.Of(data) : Definition?.Signature;

    /// <summary>Chooses a model for the raw data.</summary>
    /// <param name="stub">Type, fallback and the rest of the frame of the result; its mode must be custom.</param>
    /// <param name="models">The models that may be chosen; <see langword="null"/> for all.</param>
    /// <param name="map">The map; <see langword="null"/> for the built-in one.</param>
    /// <exception cref="CpuException">As for <see cref="ToDefinition"/>; also if there is no raw data (invalid argument).</exception>
    public CpuDefinition Decode(CpuDefinition stub, CpuModelList? models = null, CpuMap? map = null) =>
        SourceDecoding.Decode(this, stub, models, map ?? CpuMap.Default);

    /// <summary>Whether the raw data has a feature, including implied ones.</summary>
    /// <returns><see langword="null"/> if the source leaves it open.</returns>
    /// <param name="feature">The feature's name.</param>
    /// <param name="map">The map; <see langword="null"/> for the built-in one.</param>
    /// <exception cref="CpuException">The map does not know the feature (unknown name), or the architecture does not support this (no
    /// support).</exception>
    public bool? HasFeature(string feature, CpuMap? map = null)
    {
        CpuDriver driver = CpuDriver.For(Arch == CpuArchitecture.None ? CpuArchitecture.X86_64 : Arch, map);
        bool has = Data is not null ? driver.HasFeature(Data, feature) : driver.HasFeature(ToDefinition(map), feature);
        return has || Implied.Contains(feature, StringComparer.Ordinal) ? true : Unknown.Contains(feature, StringComparer.Ordinal) ? null
            : false;
    }

    /// <summary>What was read from each processor, on x86; empty if only <see cref="Data"/> was given.</summary>
    public ImmutableArray<X86Reading> Readings { get; init; } = [];

    /// <summary>
    /// Whether the processor, or each of several, has a bit that libvirt does not know; <see langword="null"/> if the source leaves it
    /// open, as every definition does.
    /// </summary>
    public bool? Has(CpuKnownBit bit)
    {
        ArgumentNullException.ThrowIfNull(bit);
        if (Readings.Length == 0)
        {
            return Data is X86CpuData data && bit.Entry.IsSetIn(data) ? true : null;
        }

        bool? all = true;
        foreach (X86Reading reading in Readings)
        {
            bool? one = bit.Entry.IsIn(reading.Data, reading.Coverage);
            if (one == false)
            {
                return false;
            }

            all = one is null ? null : all;
        }

        return all;
    }
}
