namespace NVirt.RelaxNg;

/// <summary>What is wrong with a document.</summary>
public enum RelaxNgErrorKind
{
    /// <summary>It is not well-formed XML, has a document type, or goes beyond the limits. Nothing behind this place was read.</summary>
    Malformed = 0,

    /// <summary>An element stands where none of its name may.</summary>
    ElementNotAllowed = 1,

    /// <summary>An element is missing.</summary>
    ElementMissing = 2,

    /// <summary>An element has an attribute that it may not have.</summary>
    AttributeNotAllowed = 3,

    /// <summary>An attribute is missing.</summary>
    AttributeMissing = 4,

    /// <summary>An attribute has a value that it may not have.</summary>
    AttributeValue = 5,

    /// <summary>There is a text where none may be.</summary>
    TextNotAllowed = 6,

    /// <summary>An element has a text that it may not have.</summary>
    TextValue = 7,
}
