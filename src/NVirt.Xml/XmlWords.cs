namespace NVirt.Xml;

/// <summary>Words that many attributes accept, yes before no, as everywhere in the schemas.</summary>
public static class XmlWords
{
    /// <summary>The words for true and false.</summary>
    public static string[] OnOff { get; } = ["on", "off"];

    /// <summary>The words for true and false.</summary>
    public static string[] YesNo { get; } = ["yes", "no"];

    /// <summary>The word for a Boolean, or <see langword="null"/>.</summary>
    public static string? Of(bool? truth, string[] words) => truth is { } known ? words[known ? 0 : 1] : null;
}
