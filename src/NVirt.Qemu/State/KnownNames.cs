namespace NVirt.Qemu.State;

/// <summary>The names in a folder, listed again only after a change in it. Safe for use by several threads.</summary>
/// <param name="folder">The folder.</param>
/// <param name="isKept">Whether they are kept at all: for a program that lives long and asks often.</param>
internal sealed class KnownNames(Func<PrivateFolder> folder, bool isKept) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _changed = [];
    private FollowedFolder? _followed;
    private bool _isTried = !isKept;
    private IReadOnlySet<string>? _names;

    /// <summary>The names as they are now; what is given stays as it is.</summary>
    public IReadOnlySet<string> Now()
    {
        lock (_lock)
        {
            if (!_isTried)
            {
                _followed = FollowedFolder.Open(folder());
                _isTried = true;
            }

            if (_followed is null)
            {
                return List();
            }

            _changed.Clear();
            if (!_followed.TryTake(_changed) || _changed.Count > 0)
            {
                _names = null;
            }

            return _names ??= List();
        }
    }

    public void Dispose() => _followed?.Dispose();

    private HashSet<string> List() => folder().Names().ToHashSet(StringComparer.Ordinal);
}
