using System.Xml;

namespace NVirt.RelaxNg.DataTypes;

/// <summary>The forms of names and tokens in XML.</summary>
internal static class NameForms
{
    public static bool IsNcName(string text) => text.Length > 0 && XmlConvert.IsStartNCNameChar(text[0])
        && text.All(XmlConvert.IsNCNameChar);

    public static bool IsName(string text) => text.Length > 0 && IsNameStart(text[0]) && text.All(IsNameCharacter);

    public static bool IsNameToken(string text) => text.Length > 0 && text.All(IsNameCharacter);

    public static bool IsNameStart(char character) => character == ':' || XmlConvert.IsStartNCNameChar(character);

    public static bool IsNameCharacter(char character) => character == ':' || XmlConvert.IsNCNameChar(character);

    /// <summary>A language as in xml:lang: one to eight letters, then parts of letters and digits.</summary>
    public static bool IsLanguage(string text)
    {
        string[] parts = text.Split('-');
        return Array.TrueForAll(parts, p => p.Length is >= 1 and <= 8 && p.All(char.IsAsciiLetterOrDigit))
            && parts[0].All(char.IsAsciiLetter);
    }
}
