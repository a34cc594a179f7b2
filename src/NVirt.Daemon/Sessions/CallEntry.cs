using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;

namespace NVirt.Daemon.Sessions;

/// <summary>A procedure that is built: how its arguments are read, and who serves it.</summary>
/// <param name="info">What is known of it.</param>
/// <param name="isQuick">Whether it is served at once, since it never waits.</param>
internal abstract class CallEntry(ProcedureInfo info, bool isQuick)
{
    public ProcedureInfo Info { get; } = info;

    public bool IsQuick { get; } = isQuick;

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="XdrException">They are not what they should be.</exception>
    public abstract IXdrWritable Read(ReadOnlySpan<byte> payload);

    /// <summary>Serves a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="arguments">What <see cref="Read"/> has read.</param>
    /// <returns>The result.</returns>
    public abstract ValueTask<IXdrWritable> ServeAsync(Call call, IXdrWritable arguments);
}

/// <inheritdoc/>
/// <param name="info">What is known of it.</param>
/// <param name="isQuick">Whether it is served at once, since it never waits.</param>
/// <param name="serve">Who serves it.</param>
internal sealed class CallEntry<TArgs, TResult>(ProcedureInfo info, bool isQuick, Func<Call, TArgs, ValueTask<TResult>> serve)
    : CallEntry(info, isQuick)
    where TArgs : class, IXdrValue<TArgs>
    where TResult : class, IXdrWritable
{
    public override IXdrWritable Read(ReadOnlySpan<byte> payload)
    {
        XdrReader reader = new(payload);
        return TArgs.Read(ref reader);
    }

    public override ValueTask<IXdrWritable> ServeAsync(Call call, IXdrWritable arguments)
    {
        ValueTask<TResult> result = serve(call, (TArgs)arguments);
        return result.IsCompletedSuccessfully ? new(result.Result) : WaitAsync(result);

        static async ValueTask<IXdrWritable> WaitAsync(ValueTask<TResult> result) => await result;
    }
}
