using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NVirt.Cpu.MapTables;

namespace NVirt.Cpu.MapCompiler;

/// <summary>A line of a map file that says something: its words, without the comment that a # starts.</summary>
internal sealed class MapLine
{
    private MapLine(string[] words, bool isIndented, MapPlace place)
    {
        Words = words;
        IsIndented = isIndented;
        Place = place;
    }

    /// <summary>At least one.</summary>
    public string[] Words { get; }

    /// <summary>Whether the line begins with white space: it continues the entry above it.</summary>
    public bool IsIndented { get; }

    public MapPlace Place { get; }

    /// <summary>The words from a place on, as one text: names may hold blanks.</summary>
    public string Rest(int from = 1) => string.Join(" ", Words.Skip(from));

    public static IEnumerable<MapLine> Split(string file, IEnumerable<string> lines)
    {
        int number = 0;
        foreach (string line in lines)
        {
            number++;
            string content = line.Split('#')[0];
            string[] words = content.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0)
            {
                yield return new MapLine(words, char.IsWhiteSpace(content[0]), new MapPlace(file, number));
            }
        }
    }

    /// <summary>A number in hexadecimal with 0x.</summary>
    public static bool TryHex(string text, out uint value)
    {
        value = 0;
        return text.StartsWith("0x", StringComparison.Ordinal)
            && uint.TryParse(text.Substring(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
