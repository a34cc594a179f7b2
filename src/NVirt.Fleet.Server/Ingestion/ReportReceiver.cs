using System.Collections.Immutable;
using System.Security.Cryptography;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Reports;
using NVirt.Fleet.Server.Documents;
using NVirt.Fleet.Server.Store;
using NVirt.Fleet.Server.Telemetry;
using NVirt.Platforms;
using NVirt.Xml;

namespace NVirt.Fleet.Server.Ingestion;

/// <summary>A report cannot be kept as it is; the message says why, and the sender can mend it.</summary>
internal sealed class ReportException(string message) : Exception(message);

/// <summary>
/// Takes reports (fleet-rules.md 12): what is acknowledged is kept, once, whatever is sent twice, late or in another order. Safe for use by
/// several threads.
/// </summary>
internal sealed class ReportReceiver(
    IFleetStore store, DocumentReader documents, DriftFinder drift, ServerMeters meters, TimeProvider clock)
{
    private const int Tries = 5;

    /// <summary>Takes a report.</summary>
    /// <exception cref="ReportException">It is no report.</exception>
    /// <exception cref="StoreException">It cannot be kept now.</exception>
    public async Task<ReportAnswer> TakeAsync(HostReport report, CancellationToken cancellation)
    {
        report = ReportDefaults.In(report);
        if (ReportCheck.Find(report) is { } problem)
        {
            throw new ReportException(problem);
        }

        Dictionary<string, byte[]> sent = Unpack(report);
        string[] others = [.. report.Documents.Select(d => d.Sha256).Where(d => !sent.ContainsKey(d)).Distinct(StringComparer.Ordinal)];
        IReadOnlySet<string> known = others.Length == 0 ? ImmutableHashSet<string>.Empty
            : await store.KnownDocumentsAsync(others, cancellation);
        ImmutableArray<string> need = [.. others.Where(d => !known.Contains(d))];
        if (!need.IsEmpty)
        {
            return new ReportAnswer { Result = ReportResult.Incomplete, Need = need };
        }

        HostUpdate update = await UpdateOf(report, sent, cancellation);
        for (int attempt = 0; attempt < Tries; attempt++)
        {
            StoredHost? former = await store.FindHostAsync(report.Host, cancellation);
            HostUpdate judged = update with
            {
                FormerDigest = former?.Digest,
                Events = await drift.EventsAsync(former, update, cancellation),
            };
            switch (await store.ApplyAsync(judged, cancellation))
            {
                case StoredResult.Done:
                    foreach (NewEvent found in judged.Events.Where(e => e.Kind == NewEvent.Drift))
                    {
                        meters.CountDrift(found.Grade, 1);
                    }

                    return new ReportAnswer { Result = ReportResult.Accepted };
                case StoredResult.Duplicate:
                    return new ReportAnswer { Result = ReportResult.Duplicate };
                case StoredResult.Older:
                    return new ReportAnswer { Result = ReportResult.Older };
                default:
                    // Another report of the host came between.
                    continue;
            }
        }

        throw new StoreException(Messages.Store_Busy);
    }

    /// <summary>Takes a heartbeat.</summary>
    public async Task<ReportAnswer> TakeAsync(HostHeartbeat beat, CancellationToken cancellation) => new()
    {
        Result = await store.BeatAsync(new HostBeat(beat.Host, beat.BootId, beat.Seq, beat.Digest, clock.GetUtcNow()), cancellation)
            switch
        {
            StoredResult.Done or StoredResult.Duplicate => ReportResult.Accepted,
            StoredResult.Older => ReportResult.Older,
            _ => ReportResult.Unknown,
        },
    };

    private static Dictionary<string, byte[]> Unpack(HostReport report)
    {
        Dictionary<string, byte[]> sent = new(StringComparer.Ordinal);
        long all = 0;
        foreach (ReportedDocument document in report.Documents)
        {
            if (document.Gzip is not { } packed || sent.ContainsKey(document.Sha256))
            {
                continue;
            }

            byte[] content = Gzip.Unpack(packed, ReportLimits.Document)
                ?? throw new ReportException(Text.Of(Messages.Report_Unpack, document.Sha256, ReportLimits.Document >> 20));
            all += content.Length;
            if (all > ReportLimits.Documents || Convert.ToHexStringLower(SHA256.HashData(content)) != document.Sha256)
            {
                throw new ReportException(Text.Of(Messages.Report_Digest, document.Sha256, ReportLimits.Documents >> 20));
            }

            sent[document.Sha256] = content;
        }

        return sent;
    }

    private async Task<HostUpdate> UpdateOf(HostReport report, Dictionary<string, byte[]> sent, CancellationToken cancellation)
    {
        List<(CpuStatement Statement, long Class)> host = [];
        string? problem = report.Problem is { } told ? Text.OnOneLine(told, ReportLimits.Name) : null;
        foreach (ReportedDocument document in report.Documents.Where(d => d.Kind == ReportKinds.Host))
        {
            ReadDocument read = await ReadAsync(document.Sha256, sent, isLive: false, cancellation);
            problem ??= read.Problem;
            host.AddRange(read.Statements.Where(s => s.Statement.Subject == StatementSubject.Host));
        }

        // Two documents of one truth must agree: nothing tells which of them is the newer.
        if (host.GroupBy(s => s.Statement.Truth).FirstOrDefault(g => g.Select(s => s.Class).Distinct().Count() > 1) is { } conflict)
        {
            problem = Text.Of(Messages.Report_Conflict, conflict.Key);
            host.Clear();
        }

        (CpuStatement Statement, long Class)[] best = [.. HostDetails.BestFirst(host.Select(s => s.Statement)).Distinct()
            .Select(s => host.First(h => ReferenceEquals(h.Statement, s))).DistinctBy(s => s.Class)];
        List<StoredGuest> guests = [];
        foreach (ReportedGuest guest in report.Guests)
        {
            guests.Add(new StoredGuest
            {
                Id = guest.Id,
                Host = report.Host,
                Name = guest.Name,
                IsRunning = guest.Running,
                MemoryMib = guest.MemoryMib,
                Started = guest.Started,
                RequestClass = await ClassOf(guest.Request, isLive: false),
                LiveClass = await ClassOf(guest.Live, isLive: true),
                RequestDocument = guest.Request,
                LiveDocument = guest.Live,
                Baseline = guest.Baseline,
            });
        }

        return new HostUpdate(
            new StoredHost
            {
                Name = report.Host,
                Class = best.Length == 0 ? null : best[0].Class,
                PhysicalClass = best.Skip(1).Where(s => s.Statement.Truth == StatementTruth.Physical).Select(s => (long?)s.Class)
                    .FirstOrDefault(),
                Classes = [.. best.Select(s => s.Class)],
                Documents = [.. report.Documents.Where(d => d.Kind == ReportKinds.Host).Select(d => d.Sha256)],
                BootId = report.BootId,
                Seq = report.Seq,
                Digest = ReportDigest.Of(report),
                ReportedAt = report.Time,
                SeenAt = clock.GetUtcNow(),
                Kernel = report.Facts.Kernel,
                Qemu = report.Facts.Qemu,
                Libvirt = report.Facts.Libvirt,
                Microcode = report.Facts.Microcode is { } microcode ? ReportCheck.MicrocodeOf(microcode)
                    : best.Select(s => s.Statement.Axes.Microcode).FirstOrDefault(m => m is not null),
                Site = report.Facts.Site,
                Labels = report.Facts.Labels,
                MemoryMib = report.Facts.MemoryMib,
                Weight = report.Facts.Weight ?? 1,
                Problem = best.Length == 0 ? problem ?? Messages.Report_Nothing : null,
            },
            [.. guests],
            [
                .. report.Documents.Where(d => sent.ContainsKey(d.Sha256)).DistinctBy(d => d.Sha256)
                    .Select(d => new NewDocument(d.Sha256, d.Kind, d.Gzip ?? Gzip.Pack(sent[d.Sha256]))),
            ],
            []);

        async Task<long?> ClassOf(string? digest, bool isLive) => digest is null ? null
            : (await ReadAsync(digest, sent, isLive, cancellation)).Statements
                .Where(s => s.Statement.Subject == StatementSubject.Guest).Select(s => (long?)s.Class).FirstOrDefault();
    }

    private async Task<ReadDocument> ReadAsync(
        string digest, Dictionary<string, byte[]> sent, bool isLive, CancellationToken cancellation) =>
        documents.Find(digest, isLive) ?? await documents.ReadAsync(
            digest,
            sent.GetValueOrDefault(digest) ?? Gzip.Unpack(
                await store.ReadDocumentAsync(digest, cancellation) ?? throw new StoreException(Messages.Store_Lost),
                ReportLimits.Document) ?? throw new StoreException(Messages.Store_Lost),
            isLive, cancellation);
}
