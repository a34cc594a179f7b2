namespace NVirt.Xml;

/// <summary>A position in a document; both numbers count from 1, in characters.</summary>
/// <param name="Line">The line.</param>
/// <param name="Column">The column.</param>
/// <remarks>The default, line 0, is no position.</remarks>
public readonly record struct Position(int Line, int Column);
