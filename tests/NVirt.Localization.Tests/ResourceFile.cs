using System.Xml.Linq;
using NVirt.Cli;
using NVirt.Testing;

namespace NVirt.Localization.Tests;

/// <summary>A resource file: NAME.resx in English, NAME.LANGUAGE.resx next to it in another language.</summary>
internal sealed class ResourceFile
{
    private static readonly string Source = Path.Combine(Places.Root, "src");

    private ResourceFile(string path)
    {
        string[] parts = Path.GetFileNameWithoutExtension(path).Split('.');
        Name = Path.GetRelativePath(Source, Path.Combine(Path.GetDirectoryName(path)!, parts[0])).Replace('\\', '/');
        Language = parts.Length > 1 ? parts[1] : string.Empty;
        Texts = XDocument.Load(path).Root!.Elements("data")
            .ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value, StringComparer.Ordinal);
    }

    /// <summary>Every file in src.</summary>
    public static IReadOnlyList<ResourceFile> All { get; } =
    [
        .. Directory.EnumerateFiles(Source, "*.resx", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(f => new ResourceFile(f)),
    ];

    /// <summary>The path in src without endings, for example NVirt.Cpu/Messages.</summary>
    public string Name { get; }

    /// <summary>The language; empty for English.</summary>
    public string Language { get; }

    /// <summary>Texts by key.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; }
}
