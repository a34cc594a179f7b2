using System.Collections.Immutable;

namespace NVirt.Cpu.Map;

/// <summary>What an unknown name may be.</summary>
internal enum NameHintKind
{
    /// <summary>A name used elsewhere.</summary>
    Foreign,

    /// <summary>A typing mistake.</summary>
    Misspelt,

    /// <summary>A model where a feature is expected.</summary>
    Model,

    /// <summary>A feature where a model is expected.</summary>
    Feature,

    /// <summary>A feature or model of another architecture.</summary>
    OtherArchitecture,
}

/// <summary>What is known about an unknown name.</summary>
/// <param name="Kind">What it may be.</param>
/// <param name="Word">The name.</param>
/// <param name="Names">Names of the map that were possibly meant, or the architecture that has the name.</param>
internal sealed record NameHint(NameHintKind Kind, string Word, ImmutableArray<string> Names)
{
    /// <summary>The foreign word.</summary>
    public ForeignWord? Foreign { get; init; }

    /// <summary>The names with details to tell them apart, if there are any; otherwise empty.</summary>
    public ImmutableArray<string> Labels { get; init; } = [];

    /// <summary>The names that were possibly meant.</summary>
    public ImmutableArray<string> Suggestions =>
        Kind is NameHintKind.Misspelt
            || Foreign is { Sense: ForeignSense.All or ForeignSense.OneOf or ForeignSense.Near or ForeignSense.Level } ? Names : [];
}
