namespace NVirt.Domains.Documents;

/// <summary>A place in a document.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column in UTF-16 units, from 1.</param>
/// <remarks>The default, line 0, is no place. The order of a document is by line, then by column.</remarks>
public readonly record struct DomainPlace(int Line, int Column);

/// <summary>Something in a document that NVirt keeps without interpreting it.</summary>
/// <param name="Path">
/// Where it is: <c>/domain/devices/disk[2]/driver/@iothread</c>. Numbers count siblings of the same name from 1, and appear only where
/// are several; an attribute begins with <c>@</c>, and text is called <c>text()</c>.
/// </param>
/// <param name="Place">Where it begins.</param>
public sealed record UninterpretedPart(string Path, DomainPlace Place);
