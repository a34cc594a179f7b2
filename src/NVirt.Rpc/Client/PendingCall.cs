using NVirt.Rpc.Frames;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;

namespace NVirt.Rpc.Client;

/// <summary>A call that waits for its answer.</summary>
/// <param name="program">Its program.</param>
/// <param name="number">Its procedure.</param>
internal abstract class PendingCall(uint program, int number)
{
    /// <summary>Whether an answer is to this call.</summary>
    public bool IsAnsweredBy(in FrameHeader header) => (header.Program, header.Procedure) == (program, number);

    /// <summary>Takes the answer.</summary>
    /// <exception cref="XdrException">It cannot be read.</exception>
    public abstract void Take(FrameStatus status, ReadOnlySpan<byte> payload);

    /// <summary>There will be none.</summary>
    public abstract void Fail(Exception error);
}

/// <inheritdoc/>
/// <param name="program">Its program.</param>
/// <param name="number">Its procedure.</param>
/// <typeparam name="TResult">What it is answered with.</typeparam>
internal sealed class PendingCall<TResult>(uint program, int number) : PendingCall(program, number)
    where TResult : IXdrValue<TResult>
{
    private readonly TaskCompletionSource<TResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The answer.</summary>
    public Task<TResult> Answer => _answer.Task;

    public override void Take(FrameStatus status, ReadOnlySpan<byte> payload)
    {
        XdrReader reader = new(payload);
        if (status == FrameStatus.Error)
        {
            _answer.TrySetException(new RpcServerException(RemoteError.Read(ref reader)));
        }
        else
        {
            _answer.TrySetResult(TResult.Read(ref reader));
        }
    }

    public override void Fail(Exception error)
    {
        _answer.TrySetException(error);

        // Nobody may wait any more.
        _ = _answer.Task.Exception;
    }
}
