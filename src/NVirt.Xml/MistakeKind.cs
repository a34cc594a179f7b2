namespace NVirt.Xml;

/// <summary>What is wrong with a document, as far as an XML reader can tell.</summary>
public enum MistakeKind
{
    /// <summary>It is not well-formed, or does not match its grammar.</summary>
    Malformed,
    /// <summary>It is well-formed, but asks for something that is not accepted.</summary>
    Unsupported,
    /// <summary>It is well-formed, but contradicts itself or what it refers to.</summary>
    Contradiction,
    /// <summary>There are no documents of this kind.</summary>
    NoSupport,
    /// <summary>A value to be written contains a character that is not valid in XML.</summary>
    Unwritable,
}

/// <summary>Makes the exception for a mistake: whoever reads a document decides which type its callers get.</summary>
/// <param name="kind">What is wrong.</param>
/// <param name="message">The whole message, with file, line and column where they are known.</param>
/// <param name="cause">What was caught, or <see langword="null"/>.</param>
public delegate Exception MistakeMaker(MistakeKind kind, string message, Exception? cause);
