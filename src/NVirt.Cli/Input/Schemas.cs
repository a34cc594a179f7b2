using NVirt.Domains.Driver;
using NVirt.Domains.Validation;
using NVirt.RelaxNg;
using NVirt.Xml;

namespace NVirt.Cli.Input;

/// <summary>The schemas that documents are validated by: ours, which are part of the tool, or one that is given.</summary>
/// <param name="given">The option's value: a file, or the name of a file among those of an installed libvirt; otherwise
/// <see langword="null"/>.</param>
internal sealed class Schemas(string? given)
{
    private readonly RelaxNgSchema? _given = given is null ? null : LoadGiven(Find(given));

    /// <summary>The names of what libvirt has installed.</summary>
    public static IEnumerable<string> InstalledNames =>
        InstalledFolders.Where(Directory.Exists).SelectMany(f => Directory.EnumerateFiles(f, "*.rng")).Select(f => Path.GetFileName(f));

    private static IEnumerable<string> InstalledFolders =>
        (Environment.GetEnvironmentVariable("XDG_DATA_DIRS") is { Length: > 0 } folders ? folders : "/usr/local/share:/usr/share")
            .Split(':').Select(f => Path.Combine(f, "libvirt", "schemas"));

    /// <summary>Validates a document.</summary>
    /// <param name="file">What messages call it.</param>
    /// <param name="content">The document.</param>
    /// <exception cref="CliException">No schema is given, and there is none for it.</exception>
    public IReadOnlyList<RelaxNgError> Validate(string file, byte[] content)
    {
        try
        {
            return _given?.Validate(new MemoryStream(content), file) ?? DocumentSchemas.Validate(file, content);
        }
        catch (DomainException e)
        {
            throw new CliException(Text.Of(Messages.Error_OtherSchema, e.Message));
        }
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

    // What the user names may be a pipe; what that includes may not.
    private static RelaxNgSchema LoadGiven(string file) =>
        Load(file, path => (path == file ? Files.Read(file) : Files.TryReadPlain(path)) is { } content ? new MemoryStream(content) : null);

    private static RelaxNgSchema Load(string path, Func<string, Stream?> open)
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
