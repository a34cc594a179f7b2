using System.Text;
using System.Text.Unicode;
using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Xml;
using Text = NVirt.Xml.Text;

namespace NVirt.Qemu.State;

/// <summary>The saved definitions, one per file.</summary>
internal sealed class DefinitionStore(StateFolder folder)
{
    /// <summary>The longest definition, in bytes; one with a hundred thousand virtual CPUs has about five million.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    private const int MaxNameBytes = 200;
    /// <summary>The file name extension.</summary>
    public const string Extension = ".xml";

    /// <summary>The names of all, sorted.</summary>
    public IEnumerable<string> Names() => folder.Definitions.Names()
        .Where(n => n.EndsWith(Extension, StringComparison.Ordinal)).Select(n => n[..^Extension.Length]).Where(IsName)
        .Order(StringComparer.Ordinal);

    /// <summary>The definition with a name, or <see langword="null"/>.</summary>
    /// <exception cref="CpuException">The file was modified and can no longer be read.</exception>
    /// <exception cref="DomainException">It is not a file, or not a definition of this name with a UUID.</exception>
    public DomainDocument? Read(string name)
    {
        if (!IsName(name) || folder.Definitions.Read(FileOf(name), MaxBytes) is not { } bytes)
        {
            return null;
        }

        string file = folder.Definitions.PathOf(FileOf(name));
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
    public (DomainDocument? Definition, string? Problem) Look(string name)
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
    public IEnumerable<DomainDocument> All() => Names().Select(n => Look(n).Definition).OfType<DomainDocument>();

    /// <summary>The definition with a UUID, or <see langword="null"/>.</summary>
    public DomainDocument? Find(Guid uuid) => All().FirstOrDefault(d => d.Definition.Uuid == uuid);

    /// <summary>When the definition last changed; <see langword="null"/> if there is none.</summary>
    public DateTime? ChangedAt(string name) => folder.Definitions.StatusOf(FileOf(name))?.ChangedAt;

    /// <summary>Saves a definition. The caller has the lock for names.</summary>
    public void Write(DomainDocument document)
    {
        folder.Definitions.Tidy();
        folder.Definitions.Write(FileOf(document.Definition.Name!), Encoding.UTF8.GetBytes(document.Text));
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
        IsName(name) && folder.Definitions.Read(FileOf(name), MaxBytes) is { } bytes
            && bytes.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(text));

    /// <summary>Whether a domain is marked to be started with its host.</summary>
    public bool IsAutostart(string name) => IsName(name) && folder.Autostarts.StatusOf(name) is { IsFile: true };

    /// <summary>Sets whether a domain is marked to be started with its host. The caller has the lock for names.</summary>
    public void SetAutostart(string name, bool isAutostart)
    {
        if (isAutostart)
        {
            folder.Autostarts.Write(name, []);
        }
        else if (IsAutostart(name))
        {
            folder.Autostarts.Delete(name);
        }
    }

    /// <summary>Removes a definition, the mark first. The caller has the lock for names.</summary>
    public void Delete(string name)
    {
        SetAutostart(name, isAutostart: false);
        folder.Definitions.Delete(FileOf(name));
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

    private static string FileOf(string name) => name + Extension;

    // A leading dot marks unfinished files.
    private static bool IsName(string? name) => name is { Length: > 0 } && name[0] != '.' && !name.Contains('/', StringComparison.Ordinal)
        && !name.Any(char.IsControl) && Encoding.UTF8.GetByteCount(name) <= MaxNameBytes;

    // The text serves as the version: if somebody wrote the same text, nothing is lost.
    private bool IsStill(string name, DomainDocument? known)
    {
        (DomainDocument? now, string? problem) = Look(name);
        return problem is null && now?.Text == known?.Text;
    }
}
