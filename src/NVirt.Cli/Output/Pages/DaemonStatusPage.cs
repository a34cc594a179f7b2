using System.Globalization;
using NVirt.Remote.Status;
using NVirt.Xml;

namespace NVirt.Cli.Output.Pages;

/// <summary>How a daemon is, for people.</summary>
internal static class DaemonStatusPage
{
    private const double MiB = 1024 * 1024;

    /// <summary>Writes it.</summary>
    /// <param name="session">Where to.</param>
    /// <param name="status">How it is.</param>
    /// <param name="now">The time.</param>
    public static void Write(Session session, DaemonStatus status, DateTimeOffset now)
    {
        Write(
            session,
            [
                [
                    Messages.Status_Daemon,
                    Text.Of(Messages.Status_DaemonValue, status.Version, status.ProcessId, Span(now - status.StartedAt)),
                ],
                [
                    Messages.Status_Clients,
                    Text.Of(
                        Messages.Status_ClientsValue, status.Clients.Connected, status.Clients.Limit, status.Clients.ReadOnly,
                        status.Clients.Unauthenticated, status.Clients.Refused),
                ],
                [
                    Messages.Status_Calls,
                    Text.Of(Messages.Status_CallsValue, status.Calls.Active, status.Calls.Served, status.Calls.Failed),
                ],
                [Messages.Status_Workers, Text.Of(Messages.Status_WorkersValue, status.Workers.Threads, status.Workers.Waiting)],
                [Messages.Status_Memory, Text.Of(Messages.Status_MemoryValue, Size(status.Memory.Resident), Size(status.Memory.Heap))],
                [Messages.Status_Guests, Guests(status.Guests)],
            ]);
        if (status.Connected is not { Count: > 0 } clients)
        {
            return;
        }

        session.Out.Write("\n");
        Write(
            session,
            [
                [
                    Messages.Status_Client, Messages.Status_Uri, Messages.Status_Access, Messages.Status_Since, Messages.Status_Active,
                    Messages.Status_Served,
                ],
                .. clients.Select(c => new[]
                {
                    Text.OnOneLine(c.Name, 100), Text.OnOneLine(c.Uri ?? "-", 100),
                    c.IsReadOnly ? Messages.Status_Read : Messages.Status_Write, Span(now - c.Since),
                    c.Active.ToString(CultureInfo.InvariantCulture), c.Served.ToString(CultureInfo.InvariantCulture),
                }),
            ]);
    }

    private static void Write(Session session, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        foreach (string line in TextColumns.Lines(rows, session.Terminal.Width))
        {
            session.Out.Write($"{line}\n");
        }
    }

    // What could not be counted is not none.
    private static string Guests(IReadOnlyDictionary<string, int>? states) => states is null ? Messages.Status_NotCounted
        : states.Count == 0 ? Messages.Status_NoGuests
        : string.Join(", ", states.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Value} {Text.OnOneLine(s.Key, 50)}")));

    private static string Size(long bytes) => (bytes / MiB).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Span(TimeSpan time) => (time > TimeSpan.Zero ? time : TimeSpan.Zero).ToString(
        time >= TimeSpan.FromDays(1) ? "d\\d\\ hh\\:mm\\:ss" : "hh\\:mm\\:ss", CultureInfo.InvariantCulture);
}
