using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Options;
using NVirt.Fleet.Reports;
using NVirt.Xml;

namespace NVirt.Fleet.Agent.Collecting;

/// <summary>
/// Reads the guests of a driver: of those that run, the CPU that they got, and of those that are defined, the one they ask for.
/// </summary>
internal static class GuestReader
{
    /// <summary>Reads all of them.</summary>
    /// <param name="driver">The driver.</param>
    /// <param name="documents">Where their documents go.</param>
    /// <param name="remarks">Where it goes what was left out.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="AgentException">They cannot be listed.</exception>
    public static async Task<IReadOnlyList<ReportedGuest>> ReadAsync(
        IDomainDriver driver, DocumentSet documents, ICollection<string> remarks, CancellationToken cancellation)
    {
        IReadOnlyList<DomainSummary> domains;
        try
        {
            domains = await driver.ListAsync(cancellation);
        }
        catch (Exception e) when (e is DomainException or IOException or UnauthorizedAccessException)
        {
            throw new AgentException(Text.Of(Messages.Collect_NoGuests, driver.Uri, e.Message), e);
        }

        List<ReportedGuest> guests = [];
        foreach (DomainSummary domain in domains)
        {
            (DomainMemory? memory, string? live) = domain.IsActive
                ? await ReadAsync(driver, domain, isInactive: false, documents, remarks, cancellation) : default;
            (DomainMemory? defined, string? request) = domain.IsPersistent
                ? await ReadAsync(driver, domain, isInactive: true, documents, remarks, cancellation) : default;
            if (live is null && request is null)
            {
                if (!await IsThereAsync(driver, domain, cancellation))
                {
                    continue;
                }

                // It is there, and nothing is known of its CPU.
                live = domain.IsActive ? documents.Add(DocumentSet.Guest, GuestDocument.Unknown) : null;
                request = domain.IsActive ? null : documents.Add(DocumentSet.Guest, GuestDocument.Unknown);
            }

            guests.Add(new ReportedGuest
            {
                Id = domain.Uuid.ToString(),
                Name = ReportWord.Of(domain.Name) ?? domain.Uuid.ToString(),
                Running = domain.IsActive,
                MemoryMib = (long?)((memory ?? defined)?.TotalKiB >> 10),
                Live = live,
                Request = request,
            });
        }

        return guests;
    }

    private static async Task<(DomainMemory? Memory, string? Digest)> ReadAsync(
        IDomainDriver driver, DomainSummary domain, bool isInactive, DocumentSet documents, ICollection<string> remarks,
        CancellationToken cancellation)
    {
        try
        {
            DomainDocument document =
                await driver.GetDocumentAsync(domain.Uuid, new DomainDocumentOptions { IsInactive = isInactive }, cancellation);
            return (document.Definition.Memory, documents.Add(DocumentSet.Guest, GuestDocument.Reduce(document.Text)));
        }
        catch (Exception e) when (e is DomainException or CpuException or IOException or UnauthorizedAccessException)
        {
            remarks.Add(Text.Of(Messages.Collect_GuestPart, ReportWord.Of(domain.Name), Text.OnOneLine(e.Message)));
            return default;
        }
    }

    // It may have ended since it was listed.
    private static async Task<bool> IsThereAsync(IDomainDriver driver, DomainSummary domain, CancellationToken cancellation)
    {
        try
        {
            _ = await driver.FindAsync(domain.Uuid, cancellation);
            return true;
        }
        catch (DomainException e) when (e.Kind == DomainErrorKind.NotFound)
        {
            return false;
        }
        catch (DomainException)
        {
            return true;
        }
    }
}
