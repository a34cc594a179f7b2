using NVirt.Cpu;
using NVirt.Domains;

namespace NVirt.Qemu.State;

/// <summary>The definitions that are kept, a file each.</summary>
internal sealed class DefinitionStore(StateFolder folder)
{
    private const int MaxNameBytes = 200;

    /// <summary>The names of all, sorted.</summary>
    public IEnumerable<string> Names() => Directory.Exists(folder.Definitions)
        ? Directory.EnumerateFiles(folder.Definitions, "*.xml").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)
        : [];

    /// <summary>The definition of a name, or <see langword="null"/>.</summary>
    /// <exception cref="CpuException">The file was changed by somebody, and can not be read any more.</exception>
    public DomainDocument? Read(string name)
    {
        string file = folder.DefinitionFile(name);
        try
        {
            return IsName(name) ? DomainDocument.Parse(File.ReadAllText(file), file) : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>All that can be read.</summary>
    public IEnumerable<DomainDocument> All() => Names().Select(TryRead).OfType<DomainDocument>();

    /// <summary>The definition with a UUID, or <see langword="null"/>.</summary>
    public DomainDocument? Find(Guid uuid) => All().FirstOrDefault(d => d.Definition.Uuid == uuid);

    /// <summary>Keeps a definition. The caller has the lock of names.</summary>
    public void Write(DomainDocument document)
    {
        AtomicFile.Tidy(folder.Definitions);
        AtomicFile.Write(folder.DefinitionFile(document.Definition.Name!), document.Text);
    }

    public void Delete(string name) => AtomicFile.Delete(folder.DefinitionFile(name));

    /// <summary>Refuses a document without a name, or with one that can not be a file's.</summary>
    /// <exception cref="CpuException">It is so.</exception>
    public static void RequireName(DomainDocument document)
    {
        string? problem = DomainName.Problem(document.Definition.Name)
            ?? (IsName(document.Definition.Name) ? null : Text.Of(Messages.State_Name, MaxNameBytes));
        if (problem is not null)
        {
            throw document.Refuse(document.PlaceOf("name"), problem, CpuErrorKind.Xml);
        }
    }

    // A mark in front is how unfinished files are known.
    private static bool IsName(string? name) => name is { Length: > 0 } && name[0] != '.' && !name.Contains('/', StringComparison.Ordinal)
        && !name.Any(char.IsControl) && System.Text.Encoding.UTF8.GetByteCount(name) <= MaxNameBytes;

    private DomainDocument? TryRead(string name)
    {
        try
        {
            return Read(name);
        }
        catch (CpuException)
        {
            return null;
        }
    }
}
