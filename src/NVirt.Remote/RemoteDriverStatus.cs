using NVirt.Domains.Driver;
using NVirt.Remote.Status;
using NVirt.Rpc.Client;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;
using NVirt.Xml;

namespace NVirt.Remote;

/// <content>What the daemon says of itself.</content>
public sealed partial class RemoteDriver
{
    /// <summary>Asks nvirtd how it is.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="DomainException">It is not nvirtd (no support), cannot be reached, or answers what makes no sense.</exception>
    public async Task<DaemonStatus> GetStatusAsync(CancellationToken cancellation = default)
    {
        string answer;
        try
        {
            NVirtDaemonGetStatusArgs arguments = new() { Flags = 0 };
            answer = (await CallAsync(NVirtProgram.DaemonGetStatus, arguments, cancellation).ConfigureAwait(false)).Status;
        }
        catch (DomainException e) when (e.InnerException is RpcServerException { Code: VirErrorNumber.Rpc })
        {
            throw new DomainException(DomainErrorKind.NoSupport, Text.Of(Messages.Status_NotOurs, Uri), e);
        }

        return DaemonStatus.TryParse(answer)
            ?? throw new DomainException(DomainErrorKind.Hypervisor, Text.Of(Messages.Status_Senseless, Uri));
    }
}
