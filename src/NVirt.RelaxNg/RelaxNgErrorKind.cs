namespace NVirt.RelaxNg;

/// <summary>What is wrong with a document.</summary>
public enum RelaxNgErrorKind
{
    /// <summary>It is not well-formed XML, has a document type, or exceeds the limits. Nothing after this place was read.</summary>
    Malformed = 0,

    /// <summary>An element is not allowed here.</summary>
    ElementNotAllowed = 1,

    /// <summary>An element is missing.</summary>
    ElementMissing = 2,

    /// <summary>An element has an attribute that is not allowed.</summary>
    AttributeNotAllowed = 3,

    /// <summary>An attribute is missing.</summary>
    AttributeMissing = 4,

    /// <summary>An attribute has a value that is not allowed.</summary>
    AttributeValue = 5,

    /// <summary>There is text where none is allowed.</summary>
    TextNotAllowed = 6,

    /// <summary>An element has a text that is not allowed.</summary>
    TextValue = 7,
}
