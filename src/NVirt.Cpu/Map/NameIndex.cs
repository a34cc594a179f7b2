namespace NVirt.Cpu.Map;

/// <summary>The names of one kind in a map, prepared for fuzzy look-ups.</summary>
/// <param name="names">The names, in map order.</param>
internal sealed class NameIndex(string[] names)
{
    private readonly (string Plain, string Name)[] _plain = [.. names.Select(n => (ForeignVocabulary.Plain(n), n))];
    private readonly ILookup<string, string> _alike = names.ToLookup(ForeignVocabulary.Plain, StringComparer.Ordinal);

    public IReadOnlyList<string> Names { get; } = names;

    /// <summary>The names that differ from a plain one only in case and punctuation.</summary>
    public IEnumerable<string> Alike(string plain) => _alike[plain];

    /// <summary>The names that begin with a plain one.</summary>
    public IEnumerable<string> Beginning(string plain) =>
        _plain.Where(n => n.Plain.StartsWith(plain, StringComparison.Ordinal)).Select(n => n.Name);
}
