using NVirt.Domains.Documents;

namespace NVirt.Qemu.State;

/// <summary>A saved definition, or why it cannot be read.</summary>
/// <param name="Uuid">Its UUID; <see langword="null"/> if it cannot be read.</param>
/// <param name="Document">The definition; <see langword="null"/> if it cannot be read, or is too large to be kept.</param>
/// <param name="Problem">Why it cannot be read.</param>
internal sealed record KnownDefinition(Guid? Uuid, DomainDocument? Document, string? Problem);

/// <summary>
/// The saved definitions in memory, for programs that ask often. Before each answer the kernel is asked what changed in the folder since
/// the last one, so an answer is never older than the question, whoever made the change. Safe for use by several threads.
/// </summary>
internal sealed class DefinitionIndex : IDisposable
{
    // Of text; a document takes several times as much. What is above is read each time that it is asked for.
    private const long MostKept = 8 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly FollowedFolder _folder;
    private readonly Func<IEnumerable<string>> _list;
    private readonly Func<string, (DomainDocument? Definition, string? Problem)> _read;
    private readonly SortedDictionary<string, KnownDefinition> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, string> _names = [];
    private readonly HashSet<string> _changed = [];
    private KeyValuePair<string, KnownDefinition>[]? _all;
    private long _kept;
    private bool _isWhole;

    private DefinitionIndex(
        FollowedFolder folder, Func<IEnumerable<string>> list, Func<string, (DomainDocument? Definition, string? Problem)> read)
    {
        _folder = folder;
        _list = list;
        _read = read;
    }

    /// <summary>Begins to follow a folder; <see langword="null"/> where the kernel does not support it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="list">The names of the definitions in it, as they are now.</param>
    /// <param name="read">Reads one of them; neither a definition nor a problem if there is none.</param>
    public static DefinitionIndex? Open(
        PrivateFolder folder, Func<IEnumerable<string>> list, Func<string, (DomainDocument? Definition, string? Problem)> read) =>
        FollowedFolder.Open(folder) is { } followed ? new DefinitionIndex(followed, list, read) : null;

    /// <summary>All, by name, as they are at one moment.</summary>
    public IReadOnlyList<KeyValuePair<string, KnownDefinition>> All()
    {
        lock (_lock)
        {
            Update();
            return _all ??= [.. _known];
        }
    }

    /// <summary>The definition with a name; <see langword="null"/> if there is none.</summary>
    public KnownDefinition? Find(string name)
    {
        lock (_lock)
        {
            Update();
            return _known.GetValueOrDefault(name);
        }
    }

    /// <summary>The name of the definition with a UUID; <see langword="null"/> if there is none.</summary>
    public string? NameOf(Guid uuid)
    {
        lock (_lock)
        {
            Update();
            return _names.GetValueOrDefault(uuid);
        }
    }

    public void Dispose() => _folder.Dispose();

    private void Update()
    {
        _changed.Clear();
        _isWhole &= _folder.TryTake(_changed);
        if (!_isWhole)
        {
            Forget();
            _changed.Clear();
            _changed.UnionWith(_list().Select(n => n + DefinitionStore.Extension));
            _isWhole = true;
        }

        foreach (string file in _changed.Where(f => f.EndsWith(DefinitionStore.Extension, StringComparison.Ordinal)))
        {
            Renew(file[..^DefinitionStore.Extension.Length]);
        }
    }

    private void Renew(string name)
    {
        if (_known.Remove(name, out KnownDefinition? old))
        {
            _kept -= old.Document?.Text.Length ?? 0;
            if (old.Uuid is { } was && _names.GetValueOrDefault(was) == name)
            {
                _names.Remove(was);
                Claim(was, _known.FirstOrDefault(k => k.Value.Uuid == was).Key);
            }
        }

        _all = null;
        (DomainDocument? definition, string? problem) = _read(name);
        if (definition is not null || problem is not null)
        {
            bool isKept = definition is not null && _kept + definition.Text.Length <= MostKept;
            _kept += isKept ? definition!.Text.Length : 0;
            _known[name] = new KnownDefinition(definition?.Definition.Uuid, isKept ? definition : null, problem);
            if (definition?.Definition.Uuid is { } uuid)
            {
                Claim(uuid, name);
            }
        }
    }

    // If files were copied, several have the same UUID. It belongs to the first of them, as it does where nothing is kept.
    private void Claim(Guid uuid, string? name)
    {
        if (name is not null && (!_names.TryGetValue(uuid, out string? owner) || string.CompareOrdinal(name, owner) < 0))
        {
            _names[uuid] = name;
        }
    }

    private void Forget()
    {
        _known.Clear();
        _names.Clear();
        _all = null;
        _kept = 0;
    }
}
