using System.Collections.Concurrent;
using System.Xml;
using NVirt.Cpu.Probe.Dumps;
using NVirt.Domains.Driver;
using NVirt.RelaxNg;
using NVirt.Xml;

namespace NVirt.Domains.Validation;

/// <summary>NVirt's own schemas, which are part of this library, and the documents that they are for. Safe for concurrent use.</summary>
public static class DocumentSchemas
{
    // The name of the root stands in these bytes: reading a tag takes time by the square of its attributes.
    private const int LongestStart = 256 << 10;

    // Where they are inside of the library.
    private const string Folder = "/schemas/";

    private static readonly Dictionary<string, string> ByRoot = new(StringComparer.Ordinal)
    {
        ["capabilities"] = "capabilities",
        ["cpu"] = "cpu",
        ["cpudata"] = "cpudata",
        ["cpuencode"] = "cpudata",
        ["domain"] = "domain",
        ["domainCapabilities"] = "domaincapabilities",
    };

    private static readonly ConcurrentDictionary<string, RelaxNgSchema> Loaded = new(StringComparer.Ordinal);

    /// <summary>
    /// Validates a document, each of several, and those in what was pasted.
    /// </summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="content">The bytes.</param>
    /// <returns>The mistakes, in order; empty if there are none. One that is malformed ends the list.</returns>
    /// <exception cref="DomainException">There is no schema for it (unsupported).</exception>
    public static IReadOnlyList<RelaxNgError> Validate(string name, byte[] content)
    {
        IReadOnlyList<XmlPart> parts = XmlParts.Find(content, name);
        return parts.Count == 0
            ? For(name, content).Validate(new MemoryStream(content), name)
            : [.. parts.SelectMany(p => Validate(name, p).Select(e => Moved(e, p)))];
    }

    private static RelaxNgSchema ForRoot(string file, string root) =>
        ByRoot.TryGetValue(root, out string? name) ? Loaded.GetOrAdd(name, Load) : throw NoSchema(file, root);

    private static RelaxNgSchema For(string file, byte[] content) => Loaded.GetOrAdd(NameFor(file, content), Load);

    private static DomainException NoSchema(string file, string root) => new(
        DomainErrorKind.Unsupported, Text.Of(Messages.Validation_NoSchema, file, root, string.Join(", ", ByRoot.Keys)));

    private static string NameFor(string file, byte[] content)
    {
        try
        {
            using XmlReader reader = XmlReader.Create(new MemoryStream(content, 0, Math.Min(content.Length, LongestStart)));
            return NextElement(reader) is not { } root ? "cpu"
                : ByRoot.TryGetValue(root, out string? name) ? name
                : NextElement(reader) == "cpu" ? "cpu"
                : throw NoSchema(file, root);
        }
        catch (XmlException)
        {
            // What is not well-formed is refused in the same words by every schema.
            return "cpu";
        }
    }

    private static string? NextElement(XmlReader reader)
    {
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                return reader.LocalName;
            }
        }

        return null;
    }

    // The schemas know the modes of domain capabilities inside of their element only.
    private static IReadOnlyList<RelaxNgError> Validate(string name, XmlPart part) => part.Name == XmlParts.Mode
        ? [.. ForRoot(name, "cpu").Validate($"<cpu>{part.Text}</cpu>", name)
        .Select(e => e.Line == 1 ? e with { Column = e.Column - "<cpu>".Length } : e)]
        : ForRoot(name, part.Name).Validate(part.Text, name);

    private static RelaxNgError Moved(RelaxNgError error, XmlPart part) =>
        error with { Line = error.Line + part.Line - 1, Column = error.Line == 1 ? error.Column + part.Column - 1 : error.Column };

    private static RelaxNgSchema Load(string name) => RelaxNgSchema.Load(
        $"{Folder}{name}.rng",
        path => typeof(DocumentSchemas).Assembly.GetManifestResourceStream("schemas/" + Path.GetFileName(path))!);
}
