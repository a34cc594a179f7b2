using System.Runtime.InteropServices;
using NVirt.Daemon.Faults;
using NVirt.Daemon.Hypervisors;
using NVirt.Domains.Driver;
using NVirt.Rpc.Frames;
using NVirt.Rpc.Procedures;

namespace NVirt.Daemon.Sessions;

/// <summary>One call of a client, for whoever serves it.</summary>
/// <param name="Session">Whose call it is.</param>
/// <param name="Info">What is known of the procedure.</param>
/// <param name="Header">The call's header.</param>
/// <param name="Cancellation">Ends with the session.</param>
internal sealed record Call(ClientSession Session, ProcedureInfo Info, FrameHeader Header, CancellationToken Cancellation)
{
    /// <summary>What goes to the client with the reply, which closes it here; only clients that can take it ask for such a thing.</summary>
    public SafeHandle? Descriptor { get; set; }

    /// <summary>The name of libvirt's function.</summary>
    public string Function => $"vir{Info.Name}";

    /// <summary>What the client has opened.</summary>
    /// <exception cref="Fault">Nothing is open.</exception>
    public Hypervisor Hypervisor => Session.Hypervisor ?? throw CommonFaults.NotOpen();

    /// <summary>The driver of what the client has opened.</summary>
    /// <exception cref="Fault">Nothing is open.</exception>
    public IDomainDriver Driver => Hypervisor.Driver;

    /// <summary>Refuses flags that are not known: the first thing that every function does.</summary>
    /// <exception cref="Fault">There is one.</exception>
    public void AllowFlags(uint flags, uint known = 0)
    {
        if ((flags & ~known) != 0)
        {
            throw CommonFaults.UnknownFlags($"qemu{Info.Name}", flags & ~known);
        }
    }
}
