using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;

namespace NVirt.Daemon.Sessions;

/// <summary>The procedures that are built. Filled once, then safe for use by several threads.</summary>
internal sealed class CallTable
{
    private readonly Dictionary<(uint Program, int Number), CallEntry> _entries = [];

    /// <summary>Whether a program is known at all.</summary>
    public static bool HasProgram(uint program) => program is RemoteProgram.Number or QemuProgram.Number or NVirtProgram.Number;

    /// <summary>Serves a procedure that may have to wait: others are served meanwhile.</summary>
    public void Add<TArgs, TResult>(Procedure<TArgs, TResult> procedure, Func<Call, TArgs, ValueTask<TResult>> serve)
        where TArgs : class, IXdrValue<TArgs>
        where TResult : class, IXdrValue<TResult> => Add(procedure, serve, isQuick: false);

    /// <summary>Serves a procedure that never waits.</summary>
    public void AddQuick<TArgs, TResult>(Procedure<TArgs, TResult> procedure, Func<Call, TArgs, TResult> serve)
        where TArgs : class, IXdrValue<TArgs>
        where TResult : class, IXdrValue<TResult> =>
        Add(procedure, (call, arguments) => new ValueTask<TResult>(serve(call, arguments)), isQuick: true);

    /// <summary>Serves a procedure that never waits, with answers that are written only once.</summary>
    public void AddWritten<TArgs, TResult>(Procedure<TArgs, TResult> procedure, Func<Call, TArgs, WrittenResult<TResult>> serve)
        where TArgs : class, IXdrValue<TArgs>
        where TResult : class, IXdrValue<TResult> =>
        Add(procedure, new CallEntry<TArgs, WrittenResult<TResult>>(
            InfoOf(procedure), isQuick: true, (call, arguments) => new ValueTask<WrittenResult<TResult>>(serve(call, arguments))));

    /// <summary>Serves a procedure that seldom waits, and then lets others be served meanwhile.</summary>
    public void AddQuickAsync<TArgs, TResult>(Procedure<TArgs, TResult> procedure, Func<Call, TArgs, ValueTask<TResult>> serve)
        where TArgs : class, IXdrValue<TArgs>
        where TResult : class, IXdrValue<TResult> => Add(procedure, serve, isQuick: true);

    /// <summary>Who serves a procedure; <see langword="null"/> if it is not built.</summary>
    public CallEntry? Find(uint program, int number) => _entries.GetValueOrDefault((program, number));

    private void Add<TArgs, TResult>(Procedure<TArgs, TResult> procedure, Func<Call, TArgs, ValueTask<TResult>> serve, bool isQuick)
        where TArgs : class, IXdrValue<TArgs>
        where TResult : class, IXdrValue<TResult> =>
        Add(procedure, new CallEntry<TArgs, TResult>(InfoOf(procedure), isQuick, serve));

    private void Add<TArgs, TResult>(Procedure<TArgs, TResult> procedure, CallEntry entry)
        where TArgs : class, IXdrValue<TArgs>
        where TResult : class, IXdrValue<TResult> => _entries.Add((procedure.Program, procedure.Number), entry);

    private static ProcedureInfo InfoOf<TArgs, TResult>(Procedure<TArgs, TResult> procedure)
        where TArgs : class, IXdrValue<TArgs>
        where TResult : class, IXdrValue<TResult> => procedure.Program switch
        {
            RemoteProgram.Number => RemoteProgram.Find(procedure.Number)!,
            QemuProgram.Number => QemuProgram.Find(procedure.Number)!,
            _ => NVirtProgram.Find(procedure.Number)!,
        };
}
