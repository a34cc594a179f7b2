using NVirt.Daemon.Faults;
using NVirt.Daemon.Sessions;
using NVirt.Domains.Driver;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;

namespace NVirt.Daemon.Handlers;

/// <summary>Consoles, as streams in both directions.</summary>
internal static class ConsoleCalls
{
    // Force and safe: one console has one client in any case, and nobody's is taken away.
    private const uint Flags = 3;

    public static void AddTo(CallTable calls) => calls.Add(RemoteProgram.DomainOpenConsole, OpenAsync);

    private static async ValueTask<XdrNothing> OpenAsync(Call call, DomainOpenConsoleArgs arguments)
    {
        call.AllowFlags(arguments.Flags, Flags);
        DomainSummary domain = await DomainNames.RunningAsync(call, arguments.Dom);
        try
        {
            DomainConsole console = await Optional.Of<IDomainConsoles>(call)
                .OpenConsoleAsync(domain.Uuid, arguments.DevName, call.Cancellation);
            await call.Session.Streams.OpenAsync(call, console.Output, console.Input, console);
            return XdrNothing.Value;
        }
        catch (DomainException e) when (e.Kind == DomainErrorKind.Busy)
        {
            throw Fault.Of(VirErrorNumber.OperationFailed, VirErrorDomain.Qemu, Messages.Console_Busy);
        }
    }
}
