using NVirt.RelaxNg;
using NVirt.RelaxNg.Patterns;

namespace NVirt.Interop;

/// <summary>The common form of what two sides read from a domain.</summary>
internal static class Facts
{
    /// <summary>One element: its path, its present attributes by name, and its text.</summary>
    public static string Line(string path, string? text, params (string Name, string? Value)[] attributes) =>
        $"{path}{string.Concat(attributes.Where(a => a.Value is not null).OrderBy(a => a.Name, StringComparer.Ordinal)
            .Select(a => $" {a.Name}='{a.Value}'"))} {text}".TrimEnd(' ');

    /// <summary>All lines; the order of elements does not count.</summary>
    public static string Sorted(IEnumerable<string> lines) => string.Join('\n', lines.Order(StringComparer.Ordinal));
}
