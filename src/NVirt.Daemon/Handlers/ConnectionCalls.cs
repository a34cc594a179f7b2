using System.Net.NetworkInformation;
using NVirt.Daemon.Faults;
using NVirt.Daemon.Hypervisors;
using NVirt.Daemon.Sessions;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;

namespace NVirt.Daemon.Handlers;

/// <summary>Opening and closing, and what the other end is.</summary>
internal static class ConnectionCalls
{
    private const int NoAuthentication = 0;

    // What clients compare with their own version: this protocol's, which has not changed since.
    private const ulong LibraryVersion = 9_000_000;

    public static void AddTo(CallTable calls)
    {
        calls.AddQuick(RemoteProgram.AuthList, (_, _) => new AuthListResult { Types = [NoAuthentication] });
        calls.AddQuick(RemoteProgram.ConnectSupportsFeature, SupportsFeature);
        calls.Add(RemoteProgram.ConnectOpen, (call, arguments) => new ValueTask<XdrNothing>(Open(call, arguments)));
        calls.AddQuick(RemoteProgram.ConnectClose, Close);
        calls.AddQuick(RemoteProgram.ConnectGetType, (call, _) => new ConnectGetTypeResult { Type = call.Hypervisor.Type });
        calls.AddQuick(RemoteProgram.ConnectGetURI, (call, _) => new ConnectGetURIResult { Uri = call.Hypervisor.Uri });
        calls.AddQuick(RemoteProgram.ConnectGetHostname, GetHostname);
        calls.AddQuick(RemoteProgram.ConnectGetLibVersion, GetLibraryVersion);
        calls.AddQuick(RemoteProgram.ConnectIsSecure, IsSecure);
        calls.AddQuick(RemoteProgram.ConnectRegisterCloseCallback, (call, _) => OfOpen(call));
        calls.AddQuick(RemoteProgram.ConnectUnregisterCloseCallback, (call, _) => OfOpen(call));
    }

    private static ConnectSupportsFeatureResult SupportsFeature(Call call, ConnectSupportsFeatureArgs arguments)
    {
        VirDrvFeature feature = (VirDrvFeature)arguments.Feature;
        if (feature == VirDrvFeature.ProgramKeepalive)
        {
            call.Session.Keepalive.Start();
            return new ConnectSupportsFeatureResult { Supported = 1 };
        }

        Hypervisor open = call.Hypervisor;
        return new ConnectSupportsFeatureResult { Supported = Features.Has(call.Session, open, feature) ? 1 : 0 };
    }

    private static XdrNothing Open(Call call, ConnectOpenArgs arguments)
    {
        if (call.Session.Hypervisor is not null)
        {
            throw Fault.Of(VirErrorNumber.InternalError, VirErrorDomain.Rpc, Messages.Open_Twice);
        }

        if (arguments.Name is not { Length: > 0 } uri)
        {
            throw Fault.Of(VirErrorNumber.InternalError, VirErrorDomain.Rpc, Messages.Open_Nothing);
        }

        bool isReadOnly = (arguments.Flags & (uint)VirConnectFlags.Ro) != 0;
        call.Session.Open(call.Session.Hypervisors.Open(uri), isReadOnly);
        return XdrNothing.Value;
    }

    private static XdrNothing Close(Call call, XdrNothing arguments)
    {
        call.Session.CloseAfterReply(call);
        return arguments;
    }

    private static ConnectGetHostnameResult GetHostname(Call call, XdrNothing arguments)
    {
        _ = call.Hypervisor;
        string name = IPGlobalProperties.GetIPGlobalProperties().HostName;
        return new ConnectGetHostnameResult { Hostname = name };
    }

    private static ConnectGetLibVersionResult GetLibraryVersion(Call call, XdrNothing arguments)
    {
        _ = call.Hypervisor;
        return new ConnectGetLibVersionResult { LibVer = LibraryVersion };
    }

    private static ConnectIsSecureResult IsSecure(Call call, XdrNothing arguments)
    {
        _ = call.Hypervisor;
        return new ConnectIsSecureResult { Secure = 1 };
    }

    // A client is told when the daemon goes by its connection's end, so there is nothing to keep.
    private static XdrNothing OfOpen(Call call)
    {
        _ = call.Hypervisor;
        return XdrNothing.Value;
    }
}
