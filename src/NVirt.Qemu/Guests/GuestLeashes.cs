using System.Collections.Concurrent;

namespace NVirt.Qemu.Guests;

/// <summary>The leashes of the guests that end with a driver.</summary>
internal sealed class GuestLeashes : IDisposable
{
    private readonly ConcurrentDictionary<Guid, GuestLeash> _leashes = new();

    /// <summary>The guests that are still running.</summary>
    public Guid[] Living() => [.. _leashes.Where(l => l.Value.Guest.IsAlive).Select(l => l.Key)];

    /// <summary>Keeps the leash of a guest, and drops those of guests that have ended.</summary>
    public void Keep(Guid uuid, GuestLeash leash)
    {
        foreach ((Guid other, GuestLeash old) in _leashes)
        {
            if (!old.Guest.IsAlive)
            {
                Drop(other);
            }
        }

        _leashes[uuid] = leash;
    }

    /// <summary>Releases the leash of a guest, if it has one: it ends.</summary>
    public void Drop(Guid uuid)
    {
        if (_leashes.TryRemove(uuid, out GuestLeash? leash))
        {
            leash.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (Guid uuid in _leashes.Keys)
        {
            Drop(uuid);
        }
    }
}
