using NVirt.Cpu.Probe;
using NVirt.Fleet.Mitigations;

namespace NVirt.Cli.Output;

/// <summary>What Linux in a guest that gets everything of a host will say of flaws.</summary>
internal static class HostAudit
{
    public static GuestAudit Of(Session session, HostCpu host)
    {
        AuditedCpu audited = AuditedCpu.OfHost(host.ToSource(), Messages.Word_ThisMachine, session.Map);
        return GuestAudit.Of(AuditedCpu.Passthrough(audited), [audited], GuestAudit.Kernels[0]);
    }
}
