using System.Text;
using System.Text.Unicode;
using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Xml;
using Text = NVirt.Xml.Text;

namespace NVirt.Qemu.State;

/// <summary>The saved definitions, one per file. Safe for use by several threads.</summary>
internal sealed class DefinitionStore : IDisposable
{
    /// <summary>The longest definition, in bytes; one with a hundred thousand virtual CPUs has about five million.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>The file name extension.</summary>
    public const string Extension = ".xml";

    private const int MaxNameBytes = 200;

    // Opened when it is first needed; null where the kernel cannot tell of changes.
    private readonly Lazy<DefinitionIndex?>? _index;
    private readonly KnownNames _autostarts;
    private readonly StateFolder _folder;

    /// <summary>Opens the store.</summary>
    /// <param name="folder">Where they are.</param>
    /// <param name="isKept">Whether they are kept in memory, for a program that lives long and asks often.</param>
    public DefinitionStore(StateFolder folder, bool isKept = false)
    {
        _folder = folder;
        _autostarts = new KnownNames(() => folder.Autostarts, isKept);
        _index = isKept ? new(() => DefinitionIndex.Open(folder.Definitions, ListNames, ReadNow)) : null;
    }

    private DefinitionIndex? Index => _index?.Value;

    /// <summary>The names of all, sorted.</summary>
    public IEnumerable<string> Names() => Index is { } index ? index.All().Select(d => d.Key) : ListNames().Order(StringComparer.Ordinal);

    /// <summary>The definition with a name, or <see langword="null"/>.</summary>
    /// <exception cref="CpuException">The file was modified and can no longer be read.</exception>
    /// <exception cref="DomainException">It is not a file, or not a definition of this name with a UUID.</exception>
    public DomainDocument? Read(string name)
    {
        if (!IsName(name) || _folder.Definitions.Read(FileOf(name), MaxBytes) is not { } bytes)
        {
            return null;
        }

        string file = _folder.Definitions.PathOf(FileOf(name));
        if (!Utf8.IsValid(bytes))
        {
            throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.State_NotText, file));
        }

        DomainDocument document = DomainDocument.Parse(Encoding.UTF8.GetString(bytes), file);
        return document.Definition is { Uuid: not null } definition && definition.Name == name
            ? document
            : throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.State_OtherDefinition, file, name));
    }

    /// <summary>The definition with a name, or why it cannot be read; neither if there is none.</summary>
    public (DomainDocument? Definition, string? Problem) Look(string name) =>
        Index is not { } index ? ReadNow(name) : Read(name, index.Find(name));

    /// <summary>All by name, each with its definition or why it cannot be read.</summary>
    public IEnumerable<(string Name, DomainDocument? Definition, string? Problem)> LookAtAll()
    {
        IEnumerable<(string Name, (DomainDocument? Definition, string? Problem) Found)> all = Index is { } index
            ? index.All().Select(d => (d.Key, Read(d.Key, d.Value))) : Names().Select(n => (n, ReadNow(n)));

        // What has neither was undefined at this moment.
        return all.Where(d => d.Found is not (null, null)).Select(d => (d.Name, d.Found.Definition, d.Found.Problem));
    }

    // A definition that is too large to be kept is read each time.
    private (DomainDocument? Definition, string? Problem) Read(string name, KnownDefinition? known) => known switch
    {
        null => (null, null),
        { Document: null, Problem: null } => ReadNow(name),
        _ => (known.Document, known.Problem),
    };

    // What is in the file itself at this moment: whoever compares before a change must not go by what was read before.
    private (DomainDocument? Definition, string? Problem) ReadNow(string name)
    {
        try
        {
            return (Read(name), null);
        }
        catch (Exception e) when (e is CpuException or DomainException)
        {
            return (null, e.Message);
        }
    }

    /// <summary>All readable ones.</summary>
    public IEnumerable<DomainDocument> All() => LookAtAll().Select(d => d.Definition).OfType<DomainDocument>();

    /// <summary>The definition with a UUID, or <see langword="null"/>.</summary>
    public DomainDocument? Find(Guid uuid) => Index is not { } index ? All().FirstOrDefault(d => d.Definition.Uuid == uuid)
        : index.NameOf(uuid) is { } name && Look(name).Definition is { } found && found.Definition.Uuid == uuid ? found : null;

    /// <summary>When the definition last changed; <see langword="null"/> if there is none.</summary>
    public DateTime? ChangedAt(string name) => _folder.Definitions.StatusOf(FileOf(name))?.ChangedAt;

    /// <summary>Saves a definition. The caller has the lock for names.</summary>
    public void Write(DomainDocument document)
    {
        _folder.Definitions.Tidy();
        _folder.Definitions.Write(FileOf(document.Definition.Name!), Encoding.UTF8.GetBytes(document.Text));
    }

    /// <summary>Saves a definition, unless somebody else changed it since it was read. The caller has the lock for names.</summary>
    /// <param name="document">The new one.</param>
    /// <param name="known">What was read; <see langword="null"/> if there was none.</param>
    /// <returns>Whether it was saved.</returns>
    public bool TryReplace(DomainDocument document, DomainDocument? known)
    {
        if (!IsStill(document.Definition.Name!, known))
        {
            return false;
        }

        Write(document);
        return true;
    }

    /// <summary>Whether this is the text of the definition with a name.</summary>
    public bool HasText(string name, string text) =>
        IsName(name) && _folder.Definitions.Read(FileOf(name), MaxBytes) is { } bytes
            && bytes.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(text));

    /// <summary>The names of all domains that are marked to be started with their host.</summary>
    public IReadOnlySet<string> Autostarts() => _autostarts.Now();

    /// <summary>Whether a domain is marked to be started with its host.</summary>
    public bool IsAutostart(string name) => IsName(name) && _folder.Autostarts.StatusOf(name) is { IsFile: true };

    /// <summary>Sets whether a domain is marked to be started with its host. The caller has the lock for names.</summary>
    public void SetAutostart(string name, bool isAutostart)
    {
        if (isAutostart)
        {
            _folder.Autostarts.Write(name, []);
        }
        else if (IsAutostart(name))
        {
            _folder.Autostarts.Delete(name);
        }
    }

    /// <summary>Removes a definition, the mark first. The caller has the lock for names.</summary>
    public void Delete(string name)
    {
        SetAutostart(name, isAutostart: false);
        _folder.Definitions.Delete(FileOf(name));
    }

    /// <summary>Removes a definition, unless somebody else changed it since it was read. The caller has the lock for names.</summary>
    /// <returns>Whether it was removed.</returns>
    public bool TryDelete(DomainDocument known)
    {
        string name = known.Definition.Name!;
        if (!IsStill(name, known))
        {
            return false;
        }

        Delete(name);
        return true;
    }

    /// <summary>Refuses a document without a name, with a name that cannot be a file's, or that is too long to be saved.</summary>
    /// <exception cref="CpuException">It is one of these.</exception>
    public static void RequireName(DomainDocument document)
    {
        string? problem = DomainName.Problem(document.Definition.Name)
            ?? (IsName(document.Definition.Name) ? null : Text.Of(Messages.State_Name, MaxNameBytes));
        if (problem is not null)
        {
            throw document.Refuse(document.PlaceOf("name"), problem, CpuErrorKind.Xml);
        }

        if (Encoding.UTF8.GetByteCount(document.Text) is var length and > MaxBytes)
        {
            throw document.Refuse(
                document.PlaceOf(string.Empty), Text.Of(Messages.State_LongDefinition, length, MaxBytes), CpuErrorKind.Xml);
        }
    }

    public void Dispose()
    {
        if (_index is { IsValueCreated: true })
        {
            _index.Value?.Dispose();
        }

        _autostarts.Dispose();
    }

    private IEnumerable<string> ListNames() => _folder.Definitions.Names()
        .Where(n => n.EndsWith(Extension, StringComparison.Ordinal)).Select(n => n[..^Extension.Length]).Where(IsName);

    private static string FileOf(string name) => name + Extension;

    // A leading dot marks unfinished files.
    private static bool IsName(string? name) => name is { Length: > 0 } && name[0] != '.' && !name.Contains('/', StringComparison.Ordinal)
        && !name.Any(char.IsControl) && Encoding.UTF8.GetByteCount(name) <= MaxNameBytes;

    // The text serves as the version: if somebody wrote the same text, nothing is lost.
    private bool IsStill(string name, DomainDocument? known)
    {
        (DomainDocument? now, string? problem) = ReadNow(name);
        return problem is null && now?.Text == known?.Text;
    }
}
