using System.Collections.Concurrent;
using NVirt.Fleet.Server.Store;

namespace NVirt.Fleet.Server.Access;

/// <summary>
/// Finds tokens. Those of the role <see cref="Roles.Read"/> are remembered for some seconds and looked up again behind the caller's back,
/// so that a scheduler that asks all the time does not wait for the store. Safe for use by several threads.
/// </summary>
internal sealed class TokenFinder(IFleetStore store, TimeProvider clock)
{
    private const int Most = 1000;

    // A token that was withdrawn elsewhere is worth something for at most so long.
    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>The token with a hash; <see langword="null"/> if there is none, or it has expired.</summary>
    public async ValueTask<StoredToken?> FindAsync(string hash, CancellationToken cancellation)
    {
        if (!_known.TryGetValue(hash, out Known? known) || clock.GetElapsedTime(known.Asked) is var age && age >= Trusted)
        {
            return await AskAsync(hash, cancellation);
        }

        if (age >= Fresh && !known.IsAsked())
        {
            _ = AskAgainAsync(hash);
        }

        return known.Token.IsValidAt(clock.GetUtcNow()) ? known.Token : null;
    }

    /// <summary>Forgets what is remembered: a token was withdrawn.</summary>
    public void Forget() => _known.Clear();

    private async Task<StoredToken?> AskAsync(string hash, CancellationToken cancellation)
    {
        long asked = clock.GetTimestamp();
        StoredToken? token = await store.FindTokenAsync(hash, clock.GetUtcNow(), cancellation);
        if (token is { Role: Roles.Read } && (_known.Count < Most || _known.ContainsKey(hash)))
        {
            _known[hash] = new Known(token, asked);
        }
        else
        {
            _known.TryRemove(hash, out _);
        }

        return token;
    }

    private async Task AskAgainAsync(string hash)
    {
        try
        {
            await AskAsync(hash, CancellationToken.None);
        }
        catch (StoreException)
        {
            // The next caller waits for the store once this one is too old to be trusted.
        }
    }

    private sealed class Known(StoredToken token, long asked)
    {
        private int _isAsked;

        public StoredToken Token { get; } = token;

        public long Asked { get; } = asked;

        /// <summary>Whether somebody asks again already; if nobody does, the caller has to.</summary>
        public bool IsAsked() => Interlocked.Exchange(ref _isAsked, 1) == 1;
    }
}
