using System.Collections.Immutable;
using NVirt.Cpu;

namespace NVirt.Platforms;

/// <summary>
/// What a document of some platform says of a host's or a guest's CPU: the common form of all platforms. Immutable. What the
/// source does not say is unknown, never absent.
/// </summary>
public sealed record CpuStatement
{
    /// <summary>Whom it is about.</summary>
    public required StatementSubject Subject { get; init; }

    /// <summary>What the source saw.</summary>
    public required StatementTruth Truth { get; init; }

    /// <summary>The form of the document, one of <see cref="PlatformReader.Forms"/>; <c>dump</c> for registers.</summary>
    public required string Form { get; init; }

    /// <summary>The name of the host or guest; <see langword="null"/> if the document has none.</summary>
    public string? Name { get; init; }

    /// <summary>The file, for messages.</summary>
    public string File { get; init; } = string.Empty;

    /// <summary>The line where it begins, from 1; 0 if there are no lines.</summary>
    public int Line { get; init; }

    /// <summary>The architecture.</summary>
    public CpuArchitecture Arch { get; init; }

    /// <summary>The vendor's name in the map, or the 12 characters that the map does not know; <see langword="null"/> if there is
    /// none.</summary>
    public string? Vendor { get; init; }

    /// <summary>The model's name in the map; <see langword="null"/> if there is none.</summary>
    public string? Model { get; init; }

    /// <summary>What stands there instead of a model.</summary>
    public StatementClass Class { get; init; }

    /// <summary>Family, model and stepping; <see langword="null"/> if they are not given.</summary>
    public CpuSignature? Signature { get; init; }

    /// <summary>What is known of each feature.</summary>
    public required StatementBits Bits { get; init; }

    /// <summary>What a guest wants of single features, in the order of the document; empty for hosts.</summary>
    public CpuFeatureList Policies { get; init; } = CpuFeatureList.Empty;

    /// <summary>Names and bits that the map does not know, as the document has them, with + or - in front if it turns them on or
    /// off.</summary>
    public ImmutableArray<string> Foreign { get; init; } = [];

    /// <summary>Models that the host can give, if it lists them.</summary>
    public ImmutableArray<string> UsableModels { get; init; } = [];

    /// <summary>What it says besides features.</summary>
    public StatementAxes Axes { get; init; } = StatementAxes.None;

    /// <summary>What is lost, and what else there is to say.</summary>
    public ImmutableArray<StatementRemark> Remarks { get; init; } = [];

    /// <summary>The definition that libvirt's own documents have, with all of its frame; otherwise <see langword="null"/>.</summary>
    public CpuDefinition? Definition { get; init; }

    /// <summary>
    /// Whether a feature is there, or a bit that libvirt has no name for. What has no name, no guest with a model can ask for.
    /// </summary>
    /// <param name="feature">The name, as NVirt has it.</param>
    /// <returns><see langword="null"/> if the source does not say.</returns>
    public bool? Has(string feature) => Bits.Has(feature)
        ?? (Axes.UnnamedSet?.Has(feature) == true ? true
            : Axes.UnnamedClear?.Has(feature) == true || (IsNamedGuest && Bits.Space.Find(feature) < 0) ? false : null);

    private bool IsNamedGuest => this is { Subject: StatementSubject.Guest, Class: StatementClass.None, Model: not null };

    /// <summary>The definition of a guest with this model and these policies.</summary>
    public CpuDefinition ToDefinition() => Definition ?? StatementDefinition.Of(this);

    /// <summary>What <see cref="ToDefinition"/> has no place for: names that the map does not know, and most of the axes.</summary>
    public ImmutableArray<StatementRemark> LossesOfDefinition => [.. StatementDefinition.Lost(this)];

    /// <summary>What was read elsewhere, as registers or as a definition, as a statement.</summary>
    /// <param name="source">The source.</param>
    /// <param name="map">The map; <see langword="null"/> for the built-in one.</param>
    /// <exception cref="CpuException">The source cannot be decoded.</exception>
    public static CpuStatement Of(CpuSource source, CpuMap? map = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return StatementSource.StatementOf(source, map ?? CpuMap.Default);
    }

    /// <summary>
    /// The source that comparisons and baselines take. A guest asks for exactly what the statement does; of a host, what is unknown stays
    /// unknown, and it has no model where its source tells too little to choose one.
    /// </summary>
    /// <param name="map">The map; <see langword="null"/> for the built-in one.</param>
    public CpuSource ToSource(CpuMap? map = null) => StatementSource.Of(this, map ?? CpuMap.Default);
}
