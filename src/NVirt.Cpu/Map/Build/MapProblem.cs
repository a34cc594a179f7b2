namespace NVirt.Cpu.Map.Build;

/// <summary>
/// What can be wrong with a map; the texts are in MapProblems.resx under the same names. The numbers are public (NVMAPnnn): new kinds
/// go to the end.
/// </summary>
internal enum MapProblemKind
{
    Syntax,
    UnknownFeature,
    UnknownVendor,
    UnknownModel,
    ForwardReference,
    DuplicateFeature,
    DuplicateVendor,
    DuplicateModel,
    DuplicateInModel,
    DuplicateCanonicalName,
    BitUsedTwice,
    UnknownGroup,
    UnknownAliasOrigin,
    BadName,
    BadVendorId,
    TooManyFeatures,
    MissingDecode,
    OneBitNeeded,
    TooManyModels,
    TooManyParts,
    FeatureNotAllowed,
    DuplicateVendorId,
    PvrNeeded,
    OnePvrNeeded,
}

/// <summary>One thing that is wrong with a map.</summary>
internal sealed class MapProblem
{
    public MapProblem(MapProblemKind kind, MapPlace place, params object[] details)
    {
        Kind = kind;
        Place = place;
        Details = details;
    }

    public MapProblemKind Kind { get; }

    public MapPlace Place { get; }

    public object[] Details { get; }

    /// <summary>The problem in words, without the place.</summary>
    public string Message => string.Format(
        System.Globalization.CultureInfo.InvariantCulture,
        MapProblems.ResourceManager.GetString(Kind.ToString(), MapProblems.Culture) ?? Kind.ToString(),
        Details);
}
