using NVirt.RelaxNg.Patterns;
using NVirt.RelaxNg.Schemas;

namespace NVirt.RelaxNg;

/// <summary>
/// How much reading a schema, and validating one document, may cost. Exceeding a limit gives an error with its position, whoever wrote
/// the file.
/// </summary>
internal static class Limits
{
    /// <summary>
    /// The deepest nesting of a schema's patterns: references count, and so does each part of a group, since it is nested in the one
    /// before.
    /// </summary>
    public const int PatternDepth = 1000;

    /// <summary>The deepest nesting of what is left of a pattern: each repetition around it may be followed by another one.</summary>
    public const int DerivedDepth = 3 * PatternDepth;

    /// <summary>The most parts of a choice or an interleave.</summary>
    public const int Parts = 50_000;

    /// <summary>The most bytes of all files of a schema together.</summary>
    public const int SchemaBytes = Input.XmlInput.MaxCharacters;

    /// <summary>The most files of a schema; a file that is read again counts again.</summary>
    public const int SchemaFiles = 1000;

    /// <summary>The most namespace declarations in scope at one place of a schema.</summary>
    public const int Namespaces = 1000;

    /// <summary>The most steps for reading a schema: one is a pattern that is examined, or an alternative that is copied.</summary>
    public const int SchemaSteps = 40_000_000;

    /// <summary>The most steps for validating a document, in addition to those that each of its nodes adds.</summary>
    public const int DocumentSteps = 20_000_000;

    /// <summary>The most states, steps and patterns that a schema caches before the cache is cleared.</summary>
    public const int Remembered = 50_000;

    /// <summary>The most parts of these patterns before the cache is cleared.</summary>
    public const int RememberedParts = 1_000_000;

    /// <summary>The most parts of the patterns made between two start tags.</summary>
    public const int DerivedParts = 4_000_000;

    /// <summary>The most attributes of an element: the reader's time grows with their square.</summary>
    public const int Attributes = 5000;

    /// <summary>The most characters of a regular expression.</summary>
    public const int ExpressionLength = 10_000;

    /// <summary>The most parts of a regular expression that are cached before the cache is cleared.</summary>
    public const int ExpressionParts = 100_000;
}
