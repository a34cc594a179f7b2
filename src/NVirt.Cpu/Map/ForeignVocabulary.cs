using System.Collections.Immutable;

namespace NVirt.Cpu.Map;

/// <summary>
/// Other software's names for features and models of x86 processors, from data/vocabulary.txt and data/kernel-flags. It is read when a
/// word is first looked up, which never happens in operations that succeed.
/// </summary>
internal static class ForeignVocabulary
{
    private const string Resource = "NVirt.Cpu.Map.Vocabulary.txt";

    private static readonly Lazy<ImmutableArray<ForeignWord>> Read = new(() =>
    {
        using StreamReader reader = new(typeof(ForeignVocabulary).Assembly.GetManifestResourceStream(Resource)!);
        return [.. Parse(reader.ReadToEnd()), .. KernelFlag.All.Where(f => f.Name != f.Feature).Select(OfKernel)];
    });

    private static readonly Lazy<ILookup<(string Word, bool IsModel), ForeignWord>> ByWord =
        new(() => Words.Where(w => !IsPattern(w)).ToLookup(w => (w.Word, w.IsModel)));

    private static readonly Lazy<ILookup<(string Word, bool IsModel), ForeignWord>> ByPlainWord =
        new(() => Words.Where(w => !IsPattern(w) && w.Whose is not ("linux" or "qemu")).ToLookup(w => (Plain(w.Word), w.IsModel)));

    private static readonly Lazy<ForeignWord[]> Patterns = new(() => [.. Words.Where(IsPattern)]);

    /// <summary>Every word, in the order of the file, then the kernel's names of single bits.</summary>
    public static ImmutableArray<ForeignWord> Words => Read.Value;

    /// <summary>The words that match a name exactly.</summary>
    public static IEnumerable<ForeignWord> Find(string name, bool isModel) => ByWord.Value[(name, isModel)]
        .Concat(Patterns.Value.Where(
            p => p.IsModel == isModel && name.AsSpan().StartsWith(p.Word.AsSpan(0, p.Word.Length - 1), StringComparison.Ordinal)));

    /// <summary>The words used by people that match a name loosely. Names used by programs have only one spelling.</summary>
    public static IEnumerable<ForeignWord> FindAlike(string name, bool isModel) => ByPlainWord.Value[(Plain(name), isModel)];

    /// <summary>A name without case, hyphens, underscores, dots and blanks, which people write in different ways.</summary>
    public static string Plain(string name) => string.Concat(name.Where(c => c is not ('-' or '_' or '.' or ' '))).ToLowerInvariant();

    /// <summary>Reads the text of the file.</summary>
    /// <exception cref="FormatException">A line does not match any form described at the top of the file.</exception>
    public static ImmutableArray<ForeignWord> Parse(string text)
    {
        ImmutableArray<ForeignWord>.Builder words = ImmutableArray.CreateBuilder<ForeignWord>();
        string whose = string.Empty;
        bool isModel = false;
        foreach (string line in text.Split('\n').Select(l => l.Split('#')[0].Trim()).Where(l => l.Length > 0))
        {
            string[] parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            switch (parts)
            {
                case [['[', .. var owner], "feature]" or "model]"]:
                    whose = owner;
                    isModel = parts[1] == "model]";
                    break;
                case not null when whose.Length == 0:
                    throw new FormatException(line);
                case [[.. var key, ':'], _, ..]:
                    words.AddRange(parts.Skip(1).Select(w => new ForeignWord(w, whose, isModel, SenseOf(key), [])));
                    break;
                case [var word, "=", "mode", var mode]:
                    words.Add(new ForeignWord(word, whose, isModel, ForeignSense.Mode, [mode]));
                    break;
                case [var word, "=" or "~" or "level", _, ..]:
                    ForeignSense sense = parts[1] switch
                    {
                        "~" => ForeignSense.Near,
                        "level" => ForeignSense.Level,
                        _ => parts.Contains("|") ? ForeignSense.OneOf : ForeignSense.All,
                    };
                    words.Add(new ForeignWord(word, whose, isModel, sense, [.. parts.Skip(2).Where(p => p != "|")]));
                    break;
                default:
                    throw new FormatException(line);
            }
        }

        return words.ToImmutable();
    }

    private static ForeignWord OfKernel(KernelFlag flag) => new(flag.Name, "linux", IsModel: false, ForeignSense.All, [flag.Feature]);

    private static bool IsPattern(ForeignWord word) => word.Word.EndsWith('*');

    private static ForeignSense SenseOf(string key) => key switch
    {
        "unnamed" => ForeignSense.Unnamed,
        "made" => ForeignSense.Made,
        "own" => ForeignSense.Own,
        _ => throw new FormatException(key),
    };
}
