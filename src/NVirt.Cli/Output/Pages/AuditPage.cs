using NVirt.Cli.Input;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Mitigations;
using NVirt.Platforms;
using NVirt.Xml;

namespace NVirt.Cli.Output.Pages;

/// <summary>The page about the protections of a guest, for people.</summary>
internal static class AuditPage
{
    private const string Libvirt = "libvirt";
    private const int LongestLimit = 1024;

    public static void Write(Session session, AuditedGuest audited)
    {
        GuestAudit audit = audited.Audit;
        Tables.Verdict(session, audited.Name, Word(audit.Answer), (int)audit.Answer);
        WriteFiles(session, audit, Messages.Audit_Files);
        foreach (AuditedHost host in audit.Hosts)
        {
            WriteHost(session, host);
        }

        if (audit.Fix.Length == 0)
        {
            return;
        }

        Tables.Heading(session, Messages.Audit_Fix);
        foreach (string feature in audit.Fix)
        {
            session.Out.Write($"  <feature policy='require' name='{feature}'/>\n");
        }

        WritePlatform(session, audited);
        Tables.Heading(session, Messages.Audit_After);
        Tables.Write(session, titles: null, audit.Files.Where(f => f.Fixed is not null).Select(f => new[] { "  " + f.Name, f.Fixed! }));
    }

    // libvirt's own words stand above.
    private static void WritePlatform(Session session, AuditedGuest audited)
    {
        if (audited.Platform == Libvirt)
        {
            return;
        }

        if (audited.Limit is { } limit)
        {
            session.Out.Write($"\n{Text.OnOneLine(Text.Of(Messages.Audit_Limit, audited.Platform, limit), LongestLimit)}\n");
            return;
        }

        foreach (PlatformFile file in audited.Repaired?.Files ?? [])
        {
            Tables.Heading(session, Text.Of(Messages.Audit_FixIn, audited.Platform, file.Place));
            foreach (string line in file.Text.TrimEnd('\n').Split('\n'))
            {
                session.Out.Write($"  {line}\n");
            }
        }

        Notes.Write(session, audited.Platform, audited.Losses.Select(r => r.Describe()));
    }

    /// <summary>What Linux in a guest says.</summary>
    /// <param name="session">Where to.</param>
    /// <param name="audit">The audit.</param>
    /// <param name="heading">The heading, with a place for the kernel.</param>
    public static void WriteFiles(Session session, GuestAudit audit, string heading)
    {
        Tables.Heading(session, Text.Of(heading, audit.Kernel.ToString(2)));
        Tables.Write(session, titles: null, audit.Files.Select(f => new[] { "  " + f.Name, Describe(f) }));
    }

    private static void WriteHost(Session session, AuditedHost host)
    {
        (string, IReadOnlyList<string>)[] lists =
        [
            (Messages.Audit_Withheld, host.Withheld), (Messages.Audit_Invented, host.Invented), (Messages.Audit_Lies, host.Lies),
            (Messages.Audit_Open, host.Open),
        ];
        string[][] rows = [.. lists.Where(l => l.Item2.Count > 0).Select(l => new[] { "  " + l.Item1, string.Join(' ', l.Item2) })];
        if (rows.Length > 0)
        {
            Tables.Heading(session, host.Name);
            Tables.Write(session, titles: null, rows);
        }
    }

    private static string Describe(VulnerabilityFile file)
    {
        string text = file.Text is { } certain ? file.IsFromSource ? Text.Of(Messages.Audit_FromSource, certain) : certain
            : file.Possible.IsEmpty ? Messages.Audit_UnknownProcessor
            : file.Open.IsEmpty ? Text.Of(Messages.Audit_OneOf, string.Join(" | ", file.Possible))
            : Text.Of(Messages.Audit_DependsOn, string.Join(", ", file.Open), string.Join(" | ", file.Possible));
        return file.PossibleFix.IsEmpty ? text : Text.Of(Messages.Audit_PossibleFix, text, string.Join(", ", file.PossibleFix));
    }

    private static string Word(CpuAnswer answer) => answer switch
    {
        CpuAnswer.Yes => Messages.Audit_Yes,
        CpuAnswer.No => Messages.Audit_No,
        _ => Messages.Audit_Unknown,
    };
}
