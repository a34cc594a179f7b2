using System.Collections.Immutable;
using System.Security.Cryptography;
using NVirt.Fleet.Agent.State;
using NVirt.Fleet.Reports;

namespace NVirt.Fleet.Agent.Sending;

/// <summary>
/// Brings what a host says to the service: a report if it says something new, a heartbeat otherwise. A number is never given to two
/// contents: it is on disk before it is sent, and where it cannot be, the boot gets a new name that nobody else can have given.
/// Documents go along once the service asks for them. Not for use by several threads.
/// </summary>
/// <param name="service">The service.</param>
/// <param name="folder">What must not be forgotten.</param>
/// <param name="kernelBoot">The kernel's name of this boot; empty where it cannot be read.</param>
/// <param name="clock">The time of reports.</param>
internal sealed class ReportSender(IReportService service, AgentFolder folder, string kernelBoot, TimeProvider clock)
{
    // A report, the same with documents, and both once more under another number.
    private const int Rounds = 4;
    private const int SuffixBytes = 6;

    // What is on disk may be an old copy, whose next number was given already: the service says whether it is the last.
    private bool _isLast;

    private AgentState _state = folder.ReadState() is { } kept && kept.KernelBoot == kernelBoot ? kept : NewState(kernelBoot);

    /// <summary>A report that was made before, and that the service may not have; <see langword="null"/> if there is none.</summary>
    public HostReport? Unsent => _state is { Seq: > 0, IsAccepted: false } && folder.ReadUnsent() is { } report
        && ReportDigest.Of(report) == _state.Digest ? report : null;

    /// <summary>Sends what a host says.</summary>
    /// <param name="content">All of it, with all documents; boot, number and time are set here.</param>
    /// <param name="cancellation">Ends it; it is sent again the next time.</param>
    /// <exception cref="ServiceException">The service does not take it now.</exception>
    public async Task<SendOutcome> SendAsync(HostReport content, CancellationToken cancellation)
    {
        string digest = ReportDigest.Of(content);
        if (_state.IsAccepted && _state.Digest == digest)
        {
            switch (await BeatAsync(content.Host, cancellation))
            {
                case ReportResult.Accepted or ReportResult.Duplicate:
                    _isLast = true;
                    return OutcomeOf(isReport: false, bodies: 0);
                case ReportResult.Older or ReportResult.Unknown:
                    // The service forgot it, or the state is an old copy: then the next numbers may have been given already.
                    _state = NewState(kernelBoot);
                    break;
                default:
                    throw Senseless();
            }
        }

        if (!_isLast && _state.Seq > 0 && _state.Digest != digest
            && await BeatAsync(content.Host, cancellation) is not (ReportResult.Accepted or ReportResult.Duplicate))
        {
            _state = NewState(kernelBoot);
        }

        _isLast = true;
        bool isAgain = !_state.IsAccepted && _state.Digest == digest;
        for (int round = 0; round < Rounds; round++)
        {
            HostReport report = isAgain ? Numbered(content) : Next(content, digest);
            (ReportResult result, int bodies) = await OfferAsync(report, cancellation);
            if (result == ReportResult.Duplicate)
            {
                // It is this report, unless somebody else has used the number: then the digests differ.
                result = await BeatAsync(content.Host, cancellation) is ReportResult.Accepted or ReportResult.Duplicate
                    ? ReportResult.Accepted : ReportResult.Older;
            }

            switch (result)
            {
                case ReportResult.Accepted:
                    _state = _state with { IsAccepted = true };
                    _ = folder.TryWriteState(_state);
                    folder.DropUnsent();
                    return OutcomeOf(isReport: true, bodies);
                case ReportResult.Older:
                    // Nothing newer was sent from here, so this name of the boot is in use elsewhere, or the state is an old copy.
                    _state = NewState(kernelBoot);
                    isAgain = false;
                    break;
                default:
                    throw Senseless();
            }
        }

        throw Senseless();
    }

    private static AgentState NewState(string kernelBoot) => new()
    {
        KernelBoot = kernelBoot,
        BootId = $"{kernelBoot}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SuffixBytes))}",
    };

    private static ServiceException Senseless() => new(Messages.Service_Senseless);

    private static HostReport With(HostReport report, IReadOnlySet<string> bodies) => report with
    {
        Documents = [.. report.Documents.Select(d => bodies.Contains(d.Sha256) ? d : d with { Gzip = null })],
    };

    private SendOutcome OutcomeOf(bool isReport, int bodies) => new(isReport, _state.BootId, _state.Seq, _state.Digest, bodies);

    private HostReport Numbered(HostReport content) =>
        content with { BootId = _state.BootId, Seq = _state.Seq, Time = _state.Time };

    private HostReport Next(HostReport content, string digest)
    {
        AgentState next = _state with { Seq = _state.Seq + 1, Digest = digest, Time = clock.GetUtcNow(), IsAccepted = false };
        if (!folder.TryWriteState(next))
        {
            // What the disk says stays true of the old name; nobody knows the new one.
            next = NewState(kernelBoot) with { Seq = 1, Digest = digest, Time = next.Time };
        }

        _state = next;
        HostReport report = Numbered(content);
        folder.KeepUnsent(report);
        return report;
    }

    private async Task<(ReportResult Result, int Bodies)> OfferAsync(HostReport report, CancellationToken cancellation)
    {
        ReportAnswer answer = await service.SendAsync(With(report, ImmutableHashSet<string>.Empty), cancellation);
        if (answer.Result != ReportResult.Incomplete)
        {
            return (answer.Result, 0);
        }

        HashSet<string> wanted = [.. answer.Need];
        HostReport whole = With(report, wanted);
        int bodies = whole.Documents.Count(d => d.Gzip is not null);
        return bodies == 0 ? throw Senseless() : ((await service.SendAsync(whole, cancellation)).Result, bodies);
    }

    private async Task<ReportResult> BeatAsync(string host, CancellationToken cancellation)
    {
        HostHeartbeat heartbeat = new() { Host = host, BootId = _state.BootId, Seq = _state.Seq, Digest = _state.Digest };
        return (await service.SendAsync(heartbeat, cancellation)).Result;
    }
}
