using NVirt.Cpu;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Reports;
using NVirt.Platforms;
using NVirt.Xml;

namespace NVirt.Fleet.Agent.Collecting;

/// <summary>
/// A host that was recorded: files of any form that an inventory takes. A file that tells of guests tells of guests of this host. The files
/// are read anew each time.
/// </summary>
/// <param name="files">The files.</param>
public sealed class RecordedHost(IReadOnlyList<string> files) : IHostSource
{
    private const int MostBytes = 8 << 20;

    /// <inheritdoc/>
    public Task<CollectedHost> ReadAsync(CancellationToken cancellation)
    {
        DocumentSet documents = new();
        List<ReportedGuest> guests = [];
        foreach (string file in files)
        {
            byte[] content = Bytes(file);
            try
            {
                IReadOnlyList<CpuStatement> statements = SourceReader.Read(content, file, CpuMap.Default);
                if (statements.Any(s => s.Subject == StatementSubject.Host))
                {
                    documents.Add(DocumentSet.Host, content);
                }

                if (statements.FirstOrDefault(s => s.Subject == StatementSubject.Guest) is { } guest)
                {
                    guests.Add(Guest(guest, file, documents.Add(DocumentSet.Guest, content)));
                }
            }
            catch (CpuException e)
            {
                throw new AgentException(e.Message, e);
            }
        }

        ReportedDocument[] hosts = [.. documents.All.Where(d => d.Kind == DocumentSet.Host)];
        return Task.FromResult(new CollectedHost
        {
            Documents = documents.All,
            Guests = [.. guests.DistinctBy(g => g.Id, StringComparer.Ordinal)],
            Problem = hosts.Length == 0 ? ReportWord.Reason(Messages.Collect_NoHost) : null,
        });
    }

    /// <inheritdoc/>
    public Task WatchAsync(Action changed, CancellationToken cancellation) => Task.CompletedTask;

    private static ReportedGuest Guest(CpuStatement guest, string file, string digest)
    {
        string name = ReportWord.Of(guest.Name) ?? ReportWord.Of(Path.GetFileNameWithoutExtension(file)) ?? "?";
        bool isLive = guest.Truth == StatementTruth.Live;
        return new ReportedGuest
        {
            Id = name,
            Name = name,
            Running = isLive,
            Live = isLive ? digest : null,
            Request = isLive ? null : digest,
        };
    }

    private static byte[] Bytes(string file)
    {
        try
        {
            using FileStream stream = PlainFile.Open(file);
            if (stream.Length > MostBytes)
            {
                throw new AgentException(Text.Of(Messages.Collect_TooLarge, file, MostBytes >> 20));
            }

            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AgentException($"{file}: {e.Message}", e);
        }
    }
}
