using NVirt.Daemon.Faults;
using NVirt.Daemon.Sessions;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;

namespace NVirt.Daemon.Handlers;

/// <summary>Definitions of domains.</summary>
internal static class DefinitionCalls
{
    // What each flag is about is not there: saved guests, snapshots, checkpoints, NVRAM and TPM states.
    private const uint UndefineFlags = 0x7f;

    public static void AddTo(CallTable calls)
    {
        calls.Add(RemoteProgram.DomainDefineXML, async (c, a) => new DomainDefineXMLResult { Dom = await DefineAsync(c, a.Xml) });
        calls.Add(RemoteProgram.DomainDefineXMLFlags, async (c, a) =>
        {
            c.AllowFlags(a.Flags, (uint)VirDomainDefineFlags.Validate);
            bool isValidated = (a.Flags & (uint)VirDomainDefineFlags.Validate) != 0;
            return new DomainDefineXMLFlagsResult { Dom = await DefineAsync(c, a.Xml, isValidated) };
        });
        calls.Add(RemoteProgram.DomainUndefine, (c, a) => UndefineAsync(c, a.Dom));
        calls.Add(RemoteProgram.DomainUndefineFlags, (c, a) =>
        {
            c.AllowFlags(a.Flags, UndefineFlags);
            return UndefineAsync(c, a.Dom);
        });
        calls.Add(RemoteProgram.DomainSetAutostart, SetAutostartAsync);
    }

    private static async ValueTask<RemoteDomain> DefineAsync(Call call, string xml, bool isValidated = false)
    {
        DomainDocument document = DomainReading.Parse(xml, isValidated);
        return DomainNames.Of(await call.Driver.DefineAsync(document, call.Cancellation));
    }

    private static async ValueTask<XdrNothing> UndefineAsync(Call call, RemoteDomain domain)
    {
        DomainSummary found = await DomainNames.FindAsync(call, domain);
        if (!found.IsPersistent)
        {
            throw Fault.Of(VirErrorNumber.OperationInvalid, VirErrorDomain.Qemu, Messages.Domain_TransientUndefine);
        }

        await call.Driver.UndefineAsync(found.Uuid, cancellation: call.Cancellation);
        return XdrNothing.Value;
    }

    private static async ValueTask<XdrNothing> SetAutostartAsync(Call call, DomainSetAutostartArgs arguments)
    {
        DomainSummary found = await DomainNames.FindAsync(call, arguments.Dom);
        await call.Driver.SetAutostartAsync(found.Uuid, arguments.Autostart != 0, cancellation: call.Cancellation);
        return XdrNothing.Value;
    }
}
