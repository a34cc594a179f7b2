using NVirt.Daemon.Faults;
using NVirt.Daemon.Sessions;
using NVirt.Rpc.Constants;

namespace NVirt.Daemon.Handlers;

/// <summary>What not every driver has.</summary>
internal static class Optional
{
    /// <summary>What a driver also has.</summary>
    /// <exception cref="Fault">It does not have it.</exception>
    public static T Of<T>(Call call)
        where T : class => call.Driver as T
            ?? throw Fault.Of(VirErrorNumber.NoSupport, VirErrorDomain.None, call.Function);
}
