using System.Globalization;

namespace NVirt.RelaxNg.DataTypes.Expressions;

/// <summary>A set of characters; a surrogate pair is one character.</summary>
internal abstract class CharacterSet
{
    /// <summary>What a dot stands for.</summary>
    public static CharacterSet NoLineEnd { get; } = new Without(new Span(0, 0x10FFFF), Of("\r\n"));

    public static CharacterSet Of(string characters) => new Either(Array.ConvertAll(characters.ToCharArray(), c => new Span(c, c)));

    /// <summary>The number of character sets written in it.</summary>
    public virtual int Size => 1;

    public abstract bool Contains(int character);

    /// <summary>The characters from one to another.</summary>
    public sealed class Span(int first, int last) : CharacterSet
    {
        public int First => first;

        public override bool Contains(int character) => character >= first && character <= last;
    }

    /// <summary>The characters of some Unicode categories.</summary>
    /// <param name="categories">A bit for each <see cref="UnicodeCategory"/>.</param>
    public sealed class Categories(int categories) : CharacterSet
    {
        public override bool Contains(int character) => (categories >> (int)CharUnicodeInfo.GetUnicodeCategory(character) & 1) != 0;
    }

    /// <summary>The characters for which a condition holds; all are in the basic plane.</summary>
    public sealed class Meeting(Func<char, bool> condition) : CharacterSet
    {
        public override bool Contains(int character) => character <= char.MaxValue && condition((char)character);
    }

    /// <summary>The characters of any of several sets.</summary>
    public sealed class Either(CharacterSet[] sets) : CharacterSet
    {
        public override int Size { get; } = sets.Sum(s => s.Size);

        public override bool Contains(int character) => Array.Exists(sets, s => s.Contains(character));
    }

    /// <summary>The characters of one set that are not in another.</summary>
    public sealed class Without(CharacterSet set, CharacterSet other) : CharacterSet
    {
        public override int Size { get; } = set.Size + other.Size;

        public override bool Contains(int character) => set.Contains(character) && !other.Contains(character);
    }
}
