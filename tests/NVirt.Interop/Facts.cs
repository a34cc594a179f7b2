namespace NVirt.Interop;

/// <summary>The common form of what two sides read of a domain.</summary>
internal static class Facts
{
    /// <summary>One element: its path, its attributes by name without those that are not there, and its text.</summary>
    public static string Line(string path, string? text, params (string Name, string? Value)[] attributes) =>
        $"{path}{string.Concat(attributes.Where(a => a.Value is not null).OrderBy(a => a.Name, StringComparer.Ordinal).Select(a => $" {a.Name}='{a.Value}'"))} {text}".TrimEnd(' ');

    /// <summary>All lines; the order of elements does not count.</summary>
    public static string Sorted(IEnumerable<string> lines) => string.Join('\n', lines.Order(StringComparer.Ordinal));
}
