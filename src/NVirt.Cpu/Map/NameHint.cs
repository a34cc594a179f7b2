using System.Collections.Immutable;

namespace NVirt.Cpu.Map;

/// <summary>What a name that the map does not know may be.</summary>
internal enum NameHintKind
{
    /// <summary>A word of others.</summary>
    Foreign,

    /// <summary>A slip of the pen.</summary>
    Misspelt,

    /// <summary>A model where a feature is expected.</summary>
    Model,

    /// <summary>A feature where a model is expected.</summary>
    Feature,

    /// <summary>A feature or model of another architecture.</summary>
    OtherArchitecture,
}

/// <summary>What is known of a name that the map does not know.</summary>
/// <param name="Kind">What it may be.</param>
/// <param name="Word">The name.</param>
/// <param name="Names">Names of the map that may have been meant, or the architecture that has the name.</param>
internal sealed record NameHint(NameHintKind Kind, string Word, ImmutableArray<string> Names)
{
    /// <summary>The word of others.</summary>
    public ForeignWord? Foreign { get; init; }

    /// <summary>The names with more to tell them apart by, where there is more; otherwise empty.</summary>
    public ImmutableArray<string> Labels { get; init; } = [];

    /// <summary>The names that may have been meant.</summary>
    public ImmutableArray<string> Suggestions =>
        Kind is NameHintKind.Misspelt || Foreign is { Sense: ForeignSense.All or ForeignSense.OneOf or ForeignSense.Near or ForeignSense.Level } ? Names : [];
}
