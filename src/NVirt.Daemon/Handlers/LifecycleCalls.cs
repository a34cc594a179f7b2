using NVirt.Daemon.Faults;
using NVirt.Daemon.Sessions;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Options;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;
using NVirt.Xml;

namespace NVirt.Daemon.Handlers;

/// <summary>Starting, pausing and ending.</summary>
internal static class LifecycleCalls
{
    private const uint StartFlags = (uint)(VirDomainCreateFlags.StartPaused | VirDomainCreateFlags.StartAutodestroy
        | VirDomainCreateFlags.StartBypassCache | VirDomainCreateFlags.StartForceBoot | VirDomainCreateFlags.StartResetNvram);

    // What a definition says was validated when it was made, if that was asked for.
    private const uint CreateFlags = StartFlags | (uint)VirDomainCreateFlags.StartValidate;

    private const uint ShutdownFlags = (uint)(VirDomainShutdownFlagValues.AcpiPowerBtn | VirDomainShutdownFlagValues.GuestAgent);
    private const uint DestroyFlags = (uint)(VirDomainDestroyFlagsValues.Graceful | VirDomainDestroyFlagsValues.RemoveLogs);

    public static void AddTo(CallTable calls)
    {
        calls.Add(RemoteProgram.DomainCreate, async (c, a) =>
        {
            await StartAsync(c, a.Dom, flags: 0);
            return XdrNothing.Value;
        });
        calls.Add(RemoteProgram.DomainCreateWithFlags,
            async (c, a) => new DomainCreateWithFlagsResult { Dom = await StartAsync(c, a.Dom, a.Flags) });
        calls.Add(RemoteProgram.DomainCreateXML, CreateAsync);
        calls.Add(RemoteProgram.DomainSuspend, async (c, a) =>
        {
            DomainSummary domain = await DomainNames.RunningAsync(c, a.Dom);
            await c.Driver.SuspendAsync(domain.Uuid, cancellation: c.Cancellation);
            return XdrNothing.Value;
        });
        calls.Add(RemoteProgram.DomainResume, ResumeAsync);
        calls.Add(RemoteProgram.DomainShutdown, (c, a) => ShutdownAsync(c, a.Dom, flags: 0));
        calls.Add(RemoteProgram.DomainShutdownFlags, (c, a) => ShutdownAsync(c, a.Dom, a.Flags));
        calls.Add(RemoteProgram.DomainReboot, RebootAsync);
        calls.Add(RemoteProgram.DomainReset, ResetAsync);
        calls.Add(RemoteProgram.DomainDestroy, (c, a) => DestroyAsync(c, a.Dom, flags: 0));
        calls.Add(RemoteProgram.DomainDestroyFlags, (c, a) => DestroyAsync(c, a.Dom, a.Flags));
    }

    private static async ValueTask<RemoteDomain> StartAsync(Call call, RemoteDomain domain, uint flags)
    {
        call.AllowFlags(flags, StartFlags);
        DomainSummary found = await DomainNames.FindAsync(call, domain);
        if (found.IsActive)
        {
            throw Fault.Of(VirErrorNumber.OperationInvalid, VirErrorDomain.Qemu, Messages.Domain_Runs);
        }

        return Keep(call, flags, await call.Driver.StartAsync(found.Uuid, OptionsOf(flags), call.Cancellation));
    }

    private static async ValueTask<DomainCreateXMLResult> CreateAsync(Call call, DomainCreateXMLArgs arguments)
    {
        call.AllowFlags(arguments.Flags, CreateFlags);
        bool isValidated = (arguments.Flags & (uint)VirDomainCreateFlags.StartValidate) != 0;
        Domains.Documents.DomainDocument document = DomainReading.Parse(arguments.XmlDesc, isValidated);
        IReadOnlyList<DomainSummary> all = await call.Driver.ListAsync(call.Cancellation);
        if (all.FirstOrDefault(d => d.IsActive && (d.Name == document.Definition.Name || d.Uuid == document.Definition.Uuid)) is { } active)
        {
            throw Fault.Of(VirErrorNumber.OperationInvalid, VirErrorDomain.Domain, Text.Of(Messages.Domain_Active, active.Name));
        }

        DomainStarted started = await call.Driver.CreateAsync(document, OptionsOf(arguments.Flags), call.Cancellation);
        return new DomainCreateXMLResult { Dom = Keep(call, arguments.Flags, started) };
    }

    private static async ValueTask<XdrNothing> ResumeAsync(Call call, DomainResumeArgs arguments)
    {
        DomainSummary domain = await DomainNames.RunningAsync(call, arguments.Dom);
        if (domain.State == DomainState.Running)
        {
            throw Fault.Of(VirErrorNumber.OperationInvalid, VirErrorDomain.Qemu, Messages.Domain_Runs);
        }

        await call.Driver.ResumeAsync(domain.Uuid, cancellation: call.Cancellation);
        return XdrNothing.Value;
    }

    private static async ValueTask<XdrNothing> ShutdownAsync(Call call, RemoteDomain domain, uint flags)
    {
        call.AllowFlags(flags, ShutdownFlags);
        DomainSummary running = await DomainNames.RunningAsync(call, domain, VirErrorDomain.Qemu);
        RefuseAgent(flags & (uint)VirDomainShutdownFlagValues.GuestAgent);
        await call.Driver.ShutdownAsync(running.Uuid, cancellation: call.Cancellation);
        return XdrNothing.Value;
    }

    private static async ValueTask<XdrNothing> RebootAsync(Call call, DomainRebootArgs arguments)
    {
        call.AllowFlags(arguments.Flags, ShutdownFlags);
        DomainSummary running = await DomainNames.RunningAsync(call, arguments.Dom);
        RefuseAgent(arguments.Flags & (uint)VirDomainRebootFlagValues.GuestAgent);
        await (call.Driver is IDomainReboots driver ? driver.RebootAsync(running.Uuid, cancellation: call.Cancellation)
            : call.Driver.ResetAsync(running.Uuid, cancellation: call.Cancellation));
        return XdrNothing.Value;
    }

    private static async ValueTask<XdrNothing> ResetAsync(Call call, DomainResetArgs arguments)
    {
        call.AllowFlags(arguments.Flags);
        DomainSummary running = await DomainNames.RunningAsync(call, arguments.Dom);
        await call.Driver.ResetAsync(running.Uuid, cancellation: call.Cancellation);
        return XdrNothing.Value;
    }

    private static async ValueTask<XdrNothing> DestroyAsync(Call call, RemoteDomain domain, uint flags)
    {
        call.AllowFlags(flags, DestroyFlags);
        DomainSummary running = await DomainNames.RunningAsync(call, domain);
        bool isGraceful = (flags & (uint)VirDomainDestroyFlagsValues.Graceful) != 0;
        await call.Driver.DestroyAsync(running.Uuid, new DomainDestroyOptions { IsGraceful = isGraceful }, call.Cancellation);
        return XdrNothing.Value;
    }

    private static void RefuseAgent(uint flag)
    {
        if (flag != 0)
        {
            throw Fault.Of(VirErrorNumber.ArgumentUnsupported, VirErrorDomain.Qemu, Messages.Agent_None);
        }
    }

    private static DomainStartOptions OptionsOf(uint flags) => new()
    {
        IsPaused = (flags & (uint)VirDomainCreateFlags.StartPaused) != 0,
        IsAutoDestroyed = (flags & (uint)VirDomainCreateFlags.StartAutodestroy) != 0,
    };

    private static RemoteDomain Keep(Call call, uint flags, DomainStarted started)
    {
        if ((flags & (uint)VirDomainCreateFlags.StartAutodestroy) != 0)
        {
            call.Session.AutoDestroyed.Add(started.Domain.Uuid);
        }

        return DomainNames.Of(started.Domain);
    }
}
