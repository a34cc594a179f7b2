using System.Collections.Immutable;
using NVirt.Cpu.Map;

namespace NVirt.Platforms;

/// <summary>
/// What is known of each feature of the map: yes, no, or nothing. The three sets are disjoint and together all of the map. Immutable.
/// </summary>
public sealed class StatementBits
{
    private readonly FeatureSet _yes;
    private readonly FeatureSet _no;

    /// <summary>Takes what is known; where the two sets overlap, a feature is there.</summary>
    /// <param name="space">The features that there are.</param>
    /// <param name="yes">Those that are there.</param>
    /// <param name="no">Those that are not.</param>
    public StatementBits(FeatureSpace space, in FeatureSet yes, in FeatureSet no)
    {
        ArgumentNullException.ThrowIfNull(space);
        Space = space;
        _yes = yes & space.All;
        _no = (no & space.All) - yes;
    }

    /// <summary>The features that are there, by name.</summary>
    public ImmutableArray<string> Yes => Space.SortedNames(_yes);

    /// <summary>The features that are not there, by name.</summary>
    public ImmutableArray<string> No => Space.SortedNames(_no);

    /// <summary>The features of which the source says nothing, by name.</summary>
    public ImmutableArray<string> Unknown => Space.SortedNames(UnknownSet);

    /// <summary>Whether a feature is there.</summary>
    /// <returns><see langword="null"/> if the source does not say, or if the map does not know the feature.</returns>
    public bool? Has(string feature)
    {
        ArgumentNullException.ThrowIfNull(feature);
        int place = Space.Find(feature);
        return place < 0 ? null : _yes.Contains(place) ? true : _no.Contains(place) ? false : null;
    }

    /// <summary>The features that there are, as places in sets.</summary>
    public FeatureSpace Space { get; }

    /// <summary>The features that are there.</summary>
    public FeatureSet YesSet => _yes;

    /// <summary>The features that are not there.</summary>
    public FeatureSet NoSet => _no;

    /// <summary>The features of which the source says nothing.</summary>
    public FeatureSet UnknownSet => Space.All - _yes - _no;
}
