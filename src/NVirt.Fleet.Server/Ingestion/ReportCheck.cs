using NVirt.Fleet.Reports;
using NVirt.Xml;
using static NVirt.Fleet.Server.Documents.ReportLimits;

namespace NVirt.Fleet.Server.Ingestion;

/// <summary>Checks that a report is one, before anything is done with it.</summary>
internal static class ReportCheck
{
    private const int HashDigits = 64;

    /// <summary>What is wrong with it; <see langword="null"/> if nothing is.</summary>
    public static string? Find(HostReport report)
    {
        if (report.Schema != HostReport.SchemaName)
        {
            return Text.Of(Messages.Report_Schema, Text.OnOneLine(report.Schema, Name), HostReport.SchemaName);
        }

        string?[] names =
        [
            report.Host, report.BootId, report.Facts.Kernel ?? "-", report.Facts.Qemu ?? "-", report.Facts.Libvirt ?? "-",
            report.Facts.Site ?? "-", .. report.Facts.Labels.Keys, .. report.Facts.Labels.Values.Select(v => v.Length == 0 ? "-" : v),
            .. report.Guests.SelectMany(g => (string[])[g.Id, g.Name]),
        ];
        if (names.FirstOrDefault(n => !IsName(n)) is { } bad || names.Contains(null))
        {
            return Text.Of(Messages.Report_Name, Name);
        }

        if (report.Seq < 1)
        {
            return Messages.Report_Seq;
        }

        if (report.Facts.Labels.Count > Labels || report.Guests.Length > Guests || report.Facts.Weight is < 0 or > 1_000_000
            || report.Facts.MemoryMib is < 0 || report.Guests.Any(g => g.MemoryMib is < 0)
            || report.Documents.Count(d => d.Kind == ReportKinds.Host) > HostDocuments)
        {
            return Text.Of(Messages.Report_Range, Labels, Guests, HostDocuments);
        }

        if (report.Facts.Microcode is { } microcode && MicrocodeOf(microcode) is null)
        {
            return Text.Of(Messages.Report_Microcode, Text.OnOneLine(microcode, Name));
        }

        return DocumentsOf(report);
    }

    /// <summary>The number that is written as 0x and hexadecimal digits.</summary>
    public static uint? MicrocodeOf(string text) => text.StartsWith("0x", StringComparison.Ordinal)
        && Digits.TryParseHex(text.AsSpan(2), out uint value) ? value : null;

    /// <summary>Whether it can be the name of a host or a guest, in a log and on a page too.</summary>
    public static bool IsName(string? name) =>
        name is { Length: > 0 and <= Name } && !name.Any(c => char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029');

    private static string? DocumentsOf(HostReport report)
    {
        HashSet<string> guests = new(StringComparer.Ordinal);
        HashSet<string> all = new(StringComparer.Ordinal);
        foreach (ReportedDocument document in report.Documents)
        {
            bool isGuest = document.Kind == ReportKinds.Guest;
            if ((!isGuest && document.Kind != ReportKinds.Host) || document.Sha256.Length != HashDigits
                || !document.Sha256.All(char.IsAsciiHexDigitLower) || !all.Add(document.Kind + document.Sha256))
            {
                return Messages.Report_Document;
            }

            if (isGuest)
            {
                guests.Add(document.Sha256);
            }
        }

        HashSet<string> ids = new(StringComparer.Ordinal);
        return report.Guests.FirstOrDefault(g => !ids.Add(g.Id)) is { } twice ? Text.Of(Messages.Report_Twice, twice.Id)
            : report.Guests.Any(g => (g.Request is null && g.Live is null) || (g.Request is not null && !guests.Contains(g.Request))
                || (g.Live is not null && !guests.Contains(g.Live)) || g.Baseline is { Length: not HashDigits })
                ? Messages.Report_GuestDocument : null;
    }
}
