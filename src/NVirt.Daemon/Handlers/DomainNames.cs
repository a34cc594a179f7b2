using NVirt.Daemon.Faults;
using NVirt.Daemon.Hypervisors;
using NVirt.Daemon.Sessions;
using NVirt.Domains.Driver;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;
using NVirt.Xml;

namespace NVirt.Daemon.Handlers;

/// <summary>Finds the domain that a client means. One that it names with a UUID is found by that alone.</summary>
internal static class DomainNames
{
    private const int LongestShown = 200;

    /// <exception cref="Fault">There is none.</exception>
    public static Task<DomainSummary> FindAsync(Call call, RemoteDomain domain) => FindAsync(
        call, domain.Uuid, Text.Of(Messages.NoDomain_Uuid, domain.Uuid, Text.OnOneLine(domain.Name, LongestShown)));

    /// <exception cref="Fault">There is none.</exception>
    public static Task<DomainSummary> ByUuidAsync(Call call, Guid uuid) => FindAsync(call, uuid, Text.Of(Messages.NoDomain_UuidOnly, uuid));

    /// <exception cref="Fault">There is none.</exception>
    public static Task<DomainSummary> ByNameAsync(Call call, string name) =>
        FindAsync(call, DomainReference.OfName(name), Text.Of(Messages.NoDomain_Name, Text.OnOneLine(name, LongestShown)));

    /// <exception cref="Fault">There is none.</exception>
    public static Task<DomainSummary> ByIdAsync(Call call, int id) => id < 0
        ? Task.FromException<DomainSummary>(NoDomain(Text.Of(Messages.NoDomain_Id, id)))
        : FindAsync(call, DomainReference.OfId((uint)id), Text.Of(Messages.NoDomain_Id, id));

    /// <summary>A domain that has to run.</summary>
    /// <exception cref="Fault">There is none, or it does not run.</exception>
    public static async Task<DomainSummary> RunningAsync(Call call, RemoteDomain domain, VirErrorDomain from = VirErrorDomain.Domain)
    {
        DomainSummary found = await FindAsync(call, domain);
        return found.IsActive ? found : throw CommonFaults.NotRunning(from);
    }

    /// <summary>A domain as clients name it.</summary>
    public static RemoteDomain Of(DomainSummary domain) => Hypervisor.Name(domain);

    private static async Task<DomainSummary> FindAsync(Call call, DomainReference domain, string missing)
    {
        try
        {
            return await call.Driver.FindAsync(domain, call.Cancellation);
        }
        catch (DomainException e) when (e.Kind == DomainErrorKind.NotFound)
        {
            throw NoDomain(missing);
        }
    }

    private static Fault NoDomain(string detail) => Fault.Of(VirErrorNumber.NoDomain, VirErrorDomain.Qemu, detail);
}
