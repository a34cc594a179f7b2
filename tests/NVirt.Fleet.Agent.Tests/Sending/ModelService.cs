using NVirt.Fleet.Agent.Sending;
using NVirt.Fleet.Reports;

namespace NVirt.Fleet.Agent.Tests.Sending;

/// <summary>What the service does with a request, by a model: also when it works badly.</summary>
internal enum ServiceMood
{
    Well,
    LosesRequest,
    LosesAnswer,
    TakesTwice,
    AnswersSenselessly,
    Forgets,
}

/// <summary>The service as it should be, in memory; it checks what it gets.</summary>
internal sealed class ModelService : IReportService
{
    private readonly Dictionary<(string Boot, long Seq), string> _contents = [];
    private readonly HashSet<string> _documents = [];
    private (string Boot, long Seq, string Digest)? _last;

    public ServiceMood Mood { get; set; }

    /// <summary>The digest of what it knows of the host.</summary>
    public string? Known => _last?.Digest;

    /// <summary>How many reports it got.</summary>
    public int Reports { get; private set; }

    public Task<ReportAnswer> SendAsync(HostReport report, CancellationToken cancellation)
    {
        Reports++;
        string digest = ReportDigest.Of(report);
        if (_contents.TryGetValue((report.BootId, report.Seq), out string? before))
        {
            Assert.Equal(before, digest);
        }

        _contents[(report.BootId, report.Seq)] = digest;
        return AnswerAsync(() => Take(report, digest));
    }

    public Task<ReportAnswer> SendAsync(HostHeartbeat heartbeat, CancellationToken cancellation) => AnswerAsync(() => new ReportAnswer
    {
        Result = _last == (heartbeat.BootId, heartbeat.Seq, heartbeat.Digest) ? ReportResult.Accepted : ReportResult.Unknown,
    });

    private Task<ReportAnswer> AnswerAsync(Func<ReportAnswer> take)
    {
        switch (Mood)
        {
            case ServiceMood.LosesRequest:
                throw new ServiceException("lost");
            case ServiceMood.LosesAnswer:
                _ = take();
                throw new ServiceException("lost");
            case ServiceMood.TakesTwice:
                _ = take();
                break;
            case ServiceMood.AnswersSenselessly:
                return Task.FromResult(new ReportAnswer { Result = ReportResult.Incomplete, Need = ["x"] });
            case ServiceMood.Forgets:
                _last = null;
                _documents.Clear();
                break;
            default:
                break;
        }

        return Task.FromResult(take());
    }

    private ReportAnswer Take(HostReport report, string digest)
    {
        string[] missing = [.. report.Documents.Where(d => d.Gzip is null && !_documents.Contains(d.Sha256)).Select(d => d.Sha256)];
        if (missing.Length > 0)
        {
            return new ReportAnswer { Result = ReportResult.Incomplete, Need = [.. missing] };
        }

        _documents.UnionWith(report.Documents.Select(d => d.Sha256));
        if (_last is { } last && last.Boot == report.BootId && last.Seq >= report.Seq)
        {
            return new ReportAnswer { Result = last.Seq == report.Seq ? ReportResult.Duplicate : ReportResult.Older };
        }

        _last = (report.BootId, report.Seq, digest);
        return new ReportAnswer { Result = ReportResult.Accepted };
    }
}
