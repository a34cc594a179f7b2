using NVirt.Xml;

namespace NVirt.VMware;

/// <summary>A setting in the text of a <c>.vmx</c> file.</summary>
/// <param name="Start">Where its line begins in the text.</param>
/// <param name="End">Where the next line begins.</param>
/// <param name="Key">The key as written.</param>
/// <param name="Value">The value, without its quotes.</param>
/// <param name="KeyPlace">The position of the key.</param>
/// <param name="ValuePlace">Where the value begins, after its quote.</param>
internal readonly record struct VmxLine(int Start, int End, string Key, string Value, Position KeyPlace, Position ValuePlace);
