using System.Collections.Concurrent;
using System.Xml;
using NVirt.Cpu;
using NVirt.RelaxNg;

namespace NVirt.Cli.Input;

/// <summary>The schemas that documents are validated by: ours, which are part of the tool, or one that is given.</summary>
/// <param name="given">The option's value: a file, or the name of a file among those of an installed libvirt; otherwise <see langword="null"/>.</param>
internal sealed class Schemas(string? given)
{
    // The name of the root stands in these bytes: reading a tag takes time by the square of its attributes.
    private const int LongestStart = 256 << 10;

    // Where they are inside of the tool.
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

    private static readonly ConcurrentDictionary<string, RelaxNgSchema> Ours = new(StringComparer.Ordinal);

    private readonly RelaxNgSchema? _given = given is null ? null : Load(Find(given), open: null);

    /// <summary>The names of what libvirt has installed.</summary>
    public static IEnumerable<string> InstalledNames =>
        InstalledFolders.Where(Directory.Exists).SelectMany(f => Directory.EnumerateFiles(f, "*.rng")).Select(f => Path.GetFileName(f));

    private static IEnumerable<string> InstalledFolders =>
        (Environment.GetEnvironmentVariable("XDG_DATA_DIRS") is { Length: > 0 } folders ? folders : "/usr/local/share:/usr/share")
            .Split(':').Select(f => Path.Combine(f, "libvirt", "schemas"));

    /// <summary>Whether one is given, which then is for every document.</summary>
    public bool IsGiven => _given is not null;

    /// <summary>The schema for a document of ours with this root element.</summary>
    /// <exception cref="CliException">There is none.</exception>
    public RelaxNgSchema ForRoot(string file, string root) => ByRoot.TryGetValue(root, out string? name) ? Ours.GetOrAdd(name, LoadOurs)
        : throw new CliException(Text.Of(Messages.Error_NoSchema, file, root, string.Join(", ", ByRoot.Keys)));

    /// <summary>The schema for a document.</summary>
    /// <param name="file">What messages call it.</param>
    /// <param name="content">The document.</param>
    /// <exception cref="CliException">No schema is given, and there is none for it.</exception>
    public RelaxNgSchema For(string file, byte[] content) => _given ?? Ours.GetOrAdd(NameFor(file, content), LoadOurs);

    private static string NameFor(string file, byte[] content)
    {
        try
        {
            using XmlReader reader = XmlReader.Create(new MemoryStream(content, 0, Math.Min(content.Length, LongestStart)));
            return NextElement(reader) is not { } root ? "cpu"
                : ByRoot.TryGetValue(root, out string? name) ? name
                : NextElement(reader) == "cpu" ? "cpu"
                : throw new CliException(Text.Of(Messages.Error_NoSchema, file, root, string.Join(", ", ByRoot.Keys)));
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

    private static string Find(string schema)
    {
        if (File.Exists(schema))
        {
            return schema;
        }

        if (Path.GetFileName(schema) != schema)
        {
            throw new CliException(Text.Of(Messages.Error_Unreadable, schema, Messages.Error_NoSuchFile));
        }

        string[] folders = [.. InstalledFolders];
        return folders.Select(f => Path.Combine(f, schema)).FirstOrDefault(File.Exists)
            ?? throw new CliException(Text.Of(Messages.Error_SchemaNotFound, schema, string.Join(", ", folders)));
    }

    private static RelaxNgSchema LoadOurs(string name) =>
        Load($"{Folder}{name}.rng", path => typeof(Schemas).Assembly.GetManifestResourceStream("schemas/" + Path.GetFileName(path))!);

    private static RelaxNgSchema Load(string path, Func<string, Stream>? open)
    {
        try
        {
            return RelaxNgSchema.Load(path, open);
        }
        catch (RelaxNgSchemaException e)
        {
            throw new CliException(e.Message);
        }
    }
}
