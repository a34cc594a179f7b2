namespace NVirt.Cpu.Map;

/// <summary>The names of one kind in a map, ready for being looked up by what is written like them.</summary>
/// <param name="names">The names, in map order.</param>
internal sealed class NameIndex(string[] names)
{
    private readonly (string Plain, string Name)[] _plain = [.. names.Select(n => (Vocabulary.Plain(n), n))];
    private readonly ILookup<string, string> _alike = names.ToLookup(Vocabulary.Plain, StringComparer.Ordinal);

    public IReadOnlyList<string> Names { get; } = names;

    /// <summary>The names that differ from a plain one in capitals and punctuation only.</summary>
    public IEnumerable<string> Alike(string plain) => _alike[plain];

    /// <summary>The names that begin with a plain one.</summary>
    public IEnumerable<string> Beginning(string plain) => _plain.Where(n => n.Plain.StartsWith(plain, StringComparison.Ordinal)).Select(n => n.Name);
}
