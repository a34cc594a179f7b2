namespace NVirt.Domains;

/// <summary>A place in a document.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column in UTF-16 units, from 1.</param>
public readonly record struct DomainPlace(int Line, int Column);

/// <summary>Something in a document that NVirt does not interpret, but keeps.</summary>
/// <param name="Path">
/// Where it is: <c>/domain/devices/disk[2]/driver/@iothread</c>. Numbers count the siblings of one name from 1, and stand only where there
/// are several; an attribute begins with <c>@</c>, and text is called <c>text()</c>.
/// </param>
/// <param name="Place">Where it begins.</param>
public sealed record UninterpretedPart(string Path, DomainPlace Place);
