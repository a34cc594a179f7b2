using System.Text;
using NVirt.RelaxNg.Patterns;
using NVirt.Xml;

namespace NVirt.RelaxNg.DataTypes.Expressions;

/// <summary>Reads what stands for one character in a regular expression: the character itself, an escape, or a class in brackets.</summary>
/// <param name="source">The expression.</param>
internal sealed class ClassParser(string source)
{
    private const string Special = ".\\?*+{}()|[]";
    private const string Escapable = "\\|.?*+(){}-[]^";
    private const int MaxDepth = 100;

    /// <summary>Reads one.</summary>
    /// <param name="at">Where it begins; receives where it ends.</param>
    public CharacterSet Read(ref int at)
    {
        switch (source[at])
        {
            case '.':
                at++;
                return CharacterSet.NoLineEnd;
            case '[':
                return Class(ref at, depth: 1);
            case '\\':
                return Escape(ref at);
            case var character when Special.Contains(character, StringComparison.Ordinal):
                throw Unexpected(at);
            default:
                return Single(ref at);
        }
    }

    public FormatException Unexpected(int at) => at < source.Length
        ? new(Text.Of(Messages.Expression_Unexpected, source[at], at + 1))
        : new(Messages.Expression_End);

    private CharacterSet.Span Single(ref int at)
    {
        _ = Rune.DecodeFromUtf16(source.AsSpan(at), out Rune rune, out int length);
        at += length;
        return new CharacterSet.Span(rune.Value, rune.Value);
    }

    private CharacterSet Escape(ref int at)
    {
        char letter = at + 1 < source.Length ? source[at + 1] : throw Unexpected(at + 1);
        at += 2;
        switch (letter)
        {
            case 'n':
                return new CharacterSet.Span('\n', '\n');
            case 'r':
                return new CharacterSet.Span('\r', '\r');
            case 't':
                return new CharacterSet.Span('\t', '\t');
            case 'p' or 'P':
                return Property(letter == 'P', ref at);
            default:
                return Escapable.Contains(letter, StringComparison.Ordinal) ? new CharacterSet.Span(letter, letter)
                    : NamedSets.OfEscape(letter) ?? throw new FormatException(Text.Of(Messages.Expression_Escape, letter));
        }
    }

    private CharacterSet Property(bool isNegative, ref int at)
    {
        int end = source.IndexOf('}', at);
        if (end < 0 || source[at] != '{')
        {
            throw Unexpected(at);
        }

        string name = source[(at + 1)..end];
        at = end + 1;
        CharacterSet set = NamedSets.OfProperty(name) ?? throw new FormatException(Text.Of(Messages.Expression_Property, name));
        return isNegative ? NamedSets.Not(set) : set;
    }

    // A minus sign means itself at the beginning and the end, a range between characters, and the subtraction of a class before a bracket.
    private CharacterSet Class(ref int at, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new FormatException(Text.Of(Messages.Expression_TooDeep, MaxDepth));
        }

        at++;
        bool isNegative = IsNext(at, '^');
        at += isNegative ? 1 : 0;
        List<CharacterSet> members = [];
        CharacterSet? without = null;
        while (!IsNext(at, ']') || members.Count == 0)
        {
            if (members.Count > 0 && IsNext(at, '-') && IsNext(at + 1, '['))
            {
                at++;
                without = Class(ref at, depth + 1);
                break;
            }

            members.Add(Member(ref at));
        }

        if (!IsNext(at, ']'))
        {
            throw Unexpected(at);
        }

        at++;
        CharacterSet all = members is [var only] ? only : new CharacterSet.Either([.. members]);
        CharacterSet set = isNegative ? NamedSets.Not(all) : all;
        return without is null ? set : new CharacterSet.Without(set, without);
    }

    private CharacterSet Member(ref int at)
    {
        CharacterSet first = Edge(ref at);
        if (first is not CharacterSet.Span from || !IsNext(at, '-') || IsNext(at + 1, ']') || IsNext(at + 1, '['))
        {
            return first;
        }

        int minus = at++;
        return Edge(ref at) is CharacterSet.Span to && to.First >= from.First ? new CharacterSet.Span(from.First, to.First)
            : throw Unexpected(minus);
    }

    private CharacterSet Edge(ref int at) => at >= source.Length || source[at] is '[' or ']' ? throw Unexpected(at)
        : source[at] == '\\' ? Escape(ref at)
        : Single(ref at);

    private bool IsNext(int at, char character) => at < source.Length && source[at] == character;
}
