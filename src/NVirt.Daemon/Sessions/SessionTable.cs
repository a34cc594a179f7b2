using System.Collections.Concurrent;

namespace NVirt.Daemon.Sessions;

/// <summary>The clients that are served now. Safe for use by several threads.</summary>
internal sealed class SessionTable
{
    private readonly ConcurrentDictionary<ClientSession, Task> _sessions = new();
    private int _unauthenticated;

    /// <summary>All of them.</summary>
    public IEnumerable<ClientSession> All => _sessions.Keys;

    /// <summary>How many clients have connected but not yet proved who they are.</summary>
    public int Unauthenticated => Volatile.Read(ref _unauthenticated);

    /// <summary>How many clients there are, with those that must still prove who they are.</summary>
    public int Count => _sessions.Count + Unauthenticated;

    /// <summary>When all of them have ended.</summary>
    public Task Ended => Task.WhenAll(_sessions.Values);

    /// <summary>Counts a client that has yet to prove who it is.</summary>
    public void BeginAuthentication() => Interlocked.Increment(ref _unauthenticated);

    /// <summary>It has proved it, or failed to.</summary>
    public void EndAuthentication() => Interlocked.Decrement(ref _unauthenticated);

    /// <summary>Serves a client until it is gone.</summary>
    public void Serve(ClientSession session)
    {
        TaskCompletionSource ended = new();
        _sessions[session] = ended.Task;
        _ = ServeAsync(session, ended);
    }

    private async Task ServeAsync(ClientSession session, TaskCompletionSource ended)
    {
        await Task.Yield();
        try
        {
            await session.RunAsync();
            await session.DisposeAsync();
        }
        finally
        {
            _sessions.TryRemove(session, out _);
            ended.SetResult();
        }
    }
}
