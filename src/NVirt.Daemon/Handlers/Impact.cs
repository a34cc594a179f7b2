using NVirt.Daemon.Faults;
using NVirt.Domains.Driver;
using NVirt.Rpc.Constants;

namespace NVirt.Daemon.Handlers;

/// <summary>Whether a change is one of the guest that runs, of the definition, or of both.</summary>
internal static class Impact
{
    /// <summary>The flags that say so.</summary>
    public const uint Flags = (uint)(VirDomainModificationImpact.Live | VirDomainModificationImpact.Config);

    /// <summary>What the flags mean for a domain: without any, the guest that runs, or else the definition.</summary>
    /// <exception cref="Fault">The domain does not run, or has no definition.</exception>
    public static (bool IsLive, bool IsConfig) Of(uint flags, DomainSummary domain)
    {
        bool isLive = (flags & (uint)VirDomainModificationImpact.Live) != 0;
        bool isConfig = (flags & (uint)VirDomainModificationImpact.Config) != 0;
        if (!isLive && !isConfig)
        {
            (isLive, isConfig) = (domain.IsActive, !domain.IsActive);
        }

        return isLive && !domain.IsActive ? throw CommonFaults.NotRunning()
            : isConfig && !domain.IsPersistent
            ? throw Fault.Of(VirErrorNumber.OperationInvalid, VirErrorDomain.Domain, Messages.Domain_Transient)
            : (isLive, isConfig);
    }
}
