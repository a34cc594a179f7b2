using System.Collections.Frozen;

namespace NVirt.Platforms.Facts;

/// <summary>A table of data/platforms, made when it is first asked for: the words of a line by its first word.</summary>
internal sealed class FactTable(Func<string[][]> rows)
{
    private readonly Lazy<(string[][] Rows, FrozenDictionary<string, string[]> ByName)> _content = new(
        () => rows() is var all ? (all, all.ToFrozenDictionary(r => r[0], StringComparer.Ordinal)) : default);

    /// <summary>The lines in their order.</summary>
    public string[][] Rows => _content.Value.Rows;

    /// <summary>A line by its first word; <see langword="null"/> if there is none.</summary>
    public string[]? Find(string name) => _content.Value.ByName.GetValueOrDefault(name);

    public bool Has(string name) => _content.Value.ByName.ContainsKey(name);

    /// <summary>The words of a line behind the first.</summary>
    public IEnumerable<string> Rest(string name) => Find(name)?.Skip(1) ?? [];
}
