using System.Globalization;
using NVirt.Domains.Driver;

namespace NVirt.Cli.Output.Domains;

/// <summary>Domains as <c>virsh list</c> shows them.</summary>
internal static class DomainTable
{
    /// <summary>What a domain is doing, in virsh's words.</summary>
    public static string Of(DomainState state) => state switch
    {
        DomainState.Running => Messages.State_Running,
        DomainState.Paused => Messages.State_Paused,
        DomainState.ShuttingDown => Messages.State_ShuttingDown,
        DomainState.ShutOff => Messages.State_ShutOff,
        DomainState.Crashed => Messages.State_Crashed,
        DomainState.Suspended => Messages.State_Suspended,
        _ => Messages.State_Unknown,
    };

    /// <summary>The same of a domain in a list; who was not taken over is not to be mistaken for one that was.</summary>
    public static string Of(DomainSummary domain) => domain.Reason == DomainStateReason.MigratingIn
        ? $"{Of(domain.State)} ({DomainReasons.Of(domain)})" : Of(domain.State);

    /// <summary>Writes a table in virsh's form, for what reads that.</summary>
    public static void Write(Session session, IEnumerable<DomainSummary> domains)
    {
        string[][] rows =
        [
            [Messages.Title_Id, Messages.Title_Name, Messages.Title_State],
            .. domains.Select(d => new[] { d.Id?.ToString(CultureInfo.InvariantCulture) ?? "-", d.Name, Of(d) }),
        ];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(r => r[column].Length))];
        WriteRow(rows[0]);
        session.Out.Write(new string('-', widths.Sum(w => w + 3)) + "\n");
        foreach (string[] row in rows[1..])
        {
            WriteRow(row);
        }

        void WriteRow(string[] cells) =>
            session.Out.Write(' ' + string.Join("   ", cells.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd() + "\n");
    }
}
