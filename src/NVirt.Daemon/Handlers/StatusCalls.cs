using NVirt.Daemon.Sessions;
using NVirt.Remote.Status;
using NVirt.Rpc.Procedures;

namespace NVirt.Daemon.Handlers;

/// <summary>What the daemon says of itself. Only who may change things sees who the clients are.</summary>
/// <param name="report">Looks how things are; with the clients one by one or without.</param>
internal sealed class StatusCalls(Func<bool, CancellationToken, Task<DaemonStatus>> report)
{
    public void AddTo(CallTable calls) => calls.Add(NVirtProgram.DaemonGetStatus, GetAsync);

    private async ValueTask<NVirtDaemonGetStatusResult> GetAsync(Call call, NVirtDaemonGetStatusArgs arguments)
    {
        call.AllowFlags(arguments.Flags);
        DaemonStatus status = await report(!call.Session.IsReadOnly, call.Cancellation);
        return new NVirtDaemonGetStatusResult { Status = status.ToJson() };
    }
}
