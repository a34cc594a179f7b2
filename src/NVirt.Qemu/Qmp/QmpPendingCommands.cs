using System.Text.Json;
using NVirt.Qemu.Migration;

namespace NVirt.Qemu.Qmp;

/// <summary>The commands that are waiting for an answer, by id; safe for use by several threads.</summary>
internal sealed class QmpPendingCommands
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, Pending> _pending = [];
    private long _lastId;
    private QmpException? _failure;

    /// <summary>Adds a command; the task completes with its answer, or with the failure of the connection.</summary>
    public long Add(string command, out Task<JsonElement> answer)
    {
        Pending pending = new(command, new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously));
        answer = pending.Answer.Task;
        lock (_lock)
        {
            long id = ++_lastId;
            if (_failure is null)
            {
                _pending.Add(id, pending);
            }
            else
            {
                pending.Answer.SetException(_failure);
            }

            return id;
        }
    }

    /// <summary>Removes a command; if its answer still comes, it is ignored.</summary>
    public void Remove(long id) => Take(id);

    public void Answer(QmpMessage.Reply reply) => Take(reply.Id)?.Answer.SetResult(reply.Value);

    public void Answer(QmpMessage.Refusal refusal)
    {
        Pending? pending = Take(refusal.Id);
        pending?.Answer.SetException(QmpException.Refused(pending.Command, refusal.ErrorClass, refusal.Description));
    }

    /// <summary>Fails every pending command, and all later ones. The first failure counts.</summary>
    public void Fail(QmpException failure)
    {
        List<Pending> all;
        lock (_lock)
        {
            _failure ??= failure;
            all = [.. _pending.Values];
            _pending.Clear();
        }

        all.ForEach(p => p.Answer.SetException(_failure));
    }

    private Pending? Take(long id)
    {
        lock (_lock)
        {
            return _pending.Remove(id, out Pending? pending) ? pending : null;
        }
    }

    private sealed record Pending(string Command, TaskCompletionSource<JsonElement> Answer);
}
