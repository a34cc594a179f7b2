using System;
using System.Globalization;

namespace NVirt.Rpc.Compiler;

/// <summary>
/// A type as the table writes it: a word of the XDR language or the name of a structure, with <c>?</c> for what may be missing,
/// <c>&lt;N&gt;</c> for at most N of them and <c>[N]</c> for exactly N.
/// </summary>
internal sealed class RpcType
{
    private RpcType(string word)
    {
        Word = word;
    }

    /// <summary>A word of the XDR language, or the name of a structure.</summary>
    public string Word { get; }

    /// <summary>The most items, or bytes of opaque data; <see langword="null"/> if there is one item.</summary>
    public int? AtMost { get; private set; }

    /// <summary>The exact number of items or bytes; <see langword="null"/> if it varies.</summary>
    public int? Exactly { get; private set; }

    public bool IsOptional { get; private set; }

    /// <summary>Reads a type.</summary>
    /// <returns>The type, or <see langword="null"/> if the text is none.</returns>
    public static RpcType? Parse(string text)
    {
        bool isOptional = text.EndsWith("?", StringComparison.Ordinal);
        string rest = isOptional ? text.Substring(0, text.Length - 1) : text;
        int open = rest.IndexOfAny(['<', '[']);
        RpcType type = new(open < 0 ? rest : rest.Substring(0, open)) { IsOptional = isOptional };
        if (open >= 0)
        {
            char close = rest[open] == '<' ? '>' : ']';
            if (rest[rest.Length - 1] != close || !int.TryParse(
                    rest.Substring(open + 1, rest.Length - open - 2), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                return null;
            }

            type.AtMost = close == '>' ? number : null;
            type.Exactly = close == ']' ? number : null;
        }

        return type.Word.Length == 0 ? null : type;
    }
}
