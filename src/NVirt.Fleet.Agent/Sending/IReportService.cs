using NVirt.Fleet.Reports;

namespace NVirt.Fleet.Agent.Sending;

/// <summary>Whoever takes reports.</summary>
internal interface IReportService
{
    /// <summary>Sends a report.</summary>
    /// <exception cref="ServiceException">There is no answer, or none that can be used.</exception>
    public Task<ReportAnswer> SendAsync(HostReport report, CancellationToken cancellation);

    /// <summary>Sends a heartbeat.</summary>
    /// <exception cref="ServiceException">There is no answer, or none that can be used.</exception>
    public Task<ReportAnswer> SendAsync(HostHeartbeat heartbeat, CancellationToken cancellation);
}
