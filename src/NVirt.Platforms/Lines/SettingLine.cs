namespace NVirt.Platforms.Lines;

/// <summary>A setting in a file of lines.</summary>
/// <param name="Section">The section, without brackets; empty before the first.</param>
/// <param name="Key">The key.</param>
/// <param name="Value">The value, trimmed.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column of the value, from 1.</param>
internal readonly record struct SettingLine(string Section, string Key, string Value, int Line, int Column);
