namespace NVirt.RelaxNg;

/// <summary>How much a schema, and the validation of one document, may cost. Beyond a limit there is an error with its place, whoever wrote the file.</summary>
internal static class Limits
{
    /// <summary>Patterns of a schema may be nested this deep: references count, and so does each part of a group, since it is nested in the one before.</summary>
    public const int PatternDepth = 1000;

    /// <summary>What is left of a pattern may be nested this deep: for each repetition around, another one may follow.</summary>
    public const int DerivedDepth = 3 * PatternDepth;

    /// <summary>A choice or an interleave may have this many parts.</summary>
    public const int Parts = 50_000;

    /// <summary>All files of a schema may have this many bytes.</summary>
    public const int SchemaBytes = Input.XmlInput.MaxCharacters;

    /// <summary>A schema may consist of this many files; those that are read again count again.</summary>
    public const int SchemaFiles = 1000;

    /// <summary>At a place of a schema, this many declarations of namespaces may be in force.</summary>
    public const int Namespaces = 1000;

    /// <summary>Reading a schema may take this many steps: one is a pattern that is looked at, or an alternative that is copied.</summary>
    public const int SchemaSteps = 40_000_000;

    /// <summary>Validating a document may take this many steps beside those that each of its nodes adds.</summary>
    public const int DocumentSteps = 20_000_000;

    /// <summary>What a schema remembers of documents: so many states, steps and patterns; then it begins anew.</summary>
    public const int Remembered = 50_000;

    /// <summary>As many parts may these patterns have before it begins anew.</summary>
    public const int RememberedParts = 1_000_000;

    /// <summary>So many parts may patterns have that come into being between two start tags.</summary>
    public const int DerivedParts = 4_000_000;

    /// <summary>An element may have this many attributes: the reader's time grows with their square.</summary>
    public const int Attributes = 5000;

    /// <summary>A regular expression may have this many characters.</summary>
    public const int ExpressionLength = 10_000;

    /// <summary>What is remembered of a regular expression: so many parts; then it begins anew.</summary>
    public const int ExpressionParts = 100_000;
}
