namespace NVirt.Cpu.MapTables;

/// <summary>
/// The possible mistakes in a map; the texts are in Messages.resx under the same names. The numbers are public (NVMAPnnn): new kinds
/// are added at the end.
/// </summary>
public enum MapProblemKind
{
    /// <summary>A line or element that does not follow the format; the detail says what was expected.</summary>
    Syntax,

    /// <summary>A feature that no file defines.</summary>
    UnknownFeature,

    /// <summary>A vendor that no file defines.</summary>
    UnknownVendor,

    /// <summary>An ancestor that no file defines.</summary>
    UnknownModel,

    /// <summary>An ancestor that is defined only later.</summary>
    ForwardReference,

    /// <summary>A second feature of the same name.</summary>
    DuplicateFeature,

    /// <summary>A second vendor of the same name.</summary>
    DuplicateVendor,

    /// <summary>A second model of the same name.</summary>
    DuplicateModel,

    /// <summary>A feature that one model names twice.</summary>
    DuplicateInModel,

    /// <summary>A second model that is its ancestor under another name.</summary>
    DuplicateCanonicalName,

    /// <summary>A bit that belongs to another feature.</summary>
    BitUsedTwice,

    /// <summary>A group that is not in <see cref="X86TableBuilder.Groups"/>.</summary>
    UnknownGroup,

    /// <summary>An origin that is not in <see cref="X86TableBuilder.AliasOrigins"/>.</summary>
    UnknownAliasOrigin,

    /// <summary>A name that is empty, or not printable ASCII.</summary>
    BadName,

    /// <summary>A vendor's id that does not have twelve characters.</summary>
    BadVendorId,

    /// <summary>More features than a set has room for.</summary>
    TooManyFeatures,

    /// <summary>A model that does not say whether hosts and guests are decoded to it.</summary>
    MissingDecode,

    /// <summary>A feature without a bit, or with several.</summary>
    OneBitNeeded,

    /// <summary>More than <see cref="X86TableBuilder.MaxModels"/> models.</summary>
    TooManyModels,

    /// <summary>More signatures, or added and removed features, than the tables can count.</summary>
    TooManyParts,

    /// <summary>A feature in a map that has none (ppc64).</summary>
    FeatureNotAllowed,

    /// <summary>A second vendor with the same number.</summary>
    DuplicateVendorId,

    /// <summary>A model without a processor version.</summary>
    PvrNeeded,

    /// <summary>A model that does not have exactly one part number (ARM).</summary>
    OnePvrNeeded,
}

/// <summary>One mistake in a map.</summary>
public sealed class MapProblem
{
    /// <summary>A mistake.</summary>
    /// <param name="kind">Which one.</param>
    /// <param name="place">Where it is.</param>
    /// <param name="details">What the text of this kind says besides, such as names, in the order of its placeholders.</param>
    public MapProblem(MapProblemKind kind, MapPlace place, params object[] details)
    {
        Kind = kind;
        Place = place;
        Details = details;
    }

    /// <summary>Which mistake.</summary>
    public MapProblemKind Kind { get; }

    /// <summary>Where it is.</summary>
    public MapPlace Place { get; }

    private object[] Details { get; }

    /// <summary>The mistake in words, in the language of the current culture, without the position.</summary>
    public string Message => string.Format(
        System.Globalization.CultureInfo.InvariantCulture,
        Messages.ResourceManager.GetString(Kind.ToString(), Messages.Culture) ?? Kind.ToString(),
        Details);
}
