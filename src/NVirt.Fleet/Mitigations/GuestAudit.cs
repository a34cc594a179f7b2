using System.Collections.Immutable;
using NVirt.Cpu.Judging;

namespace NVirt.Fleet.Mitigations;

/// <summary>
/// Which protections a guest gets on the hosts of a pool, and what Linux in it will say of its processor's flaws (fleet-rules.md 11).
/// Immutable.
/// </summary>
/// <param name="Kernel">The line of the guest's kernel.</param>
/// <param name="Hosts">Each host, in the order given; the guest starts on the first.</param>
/// <param name="Files">Each file, by name.</param>
/// <param name="Fix">The features to add to the guest's CPU, by name; every host has them.</param>
public sealed record GuestAudit(
    Version Kernel, ImmutableArray<AuditedHost> Hosts, ImmutableArray<VulnerabilityFile> Files, ImmutableArray<string> Fix)
{
    /// <summary>The lines of kernels whose answers are known, the newest first.</summary>
    public static IReadOnlyList<Version> Kernels => LinuxVulnerabilities.Kernels;

    /// <summary>
    /// No if a protection is withheld without which a file says that the guest is vulnerable; undecided if what is not known decides
    /// that, or a text, or whether the host has what the guest believes in.
    /// </summary>
    public CpuAnswer Answer => Fix.Length > 0 ? CpuAnswer.No
        : Files.Any(f => f.Text is null || f.PossibleFix.Length > 0) || Hosts.Any(h => h.Open.Length > 0) ? CpuAnswer.Unknown
        : CpuAnswer.Yes;

    /// <summary>Audits a guest.</summary>
    /// <param name="guest">The guest.</param>
    /// <param name="hosts">The host that it starts on, and the others of its pool.</param>
    /// <param name="kernel">One of <see cref="Kernels"/>.</param>
    public static GuestAudit Of(AuditedCpu guest, IReadOnlyList<AuditedCpu> hosts, Version kernel)
    {
        ArgumentNullException.ThrowIfNull(guest);
        ArgumentNullException.ThrowIfNull(hosts);
        ArgumentNullException.ThrowIfNull(kernel);
        AuditedCpu started = guest.On(hosts[0]);
        string[] lacking = [.. MitigationLists.Controls.Keys.Where(c => started.Has(c) != true).Order(StringComparer.Ordinal)];
        string[] certain = [.. lacking.Where(c => hosts.All(h => h.Has(c) == true))];
        string[] possible = [.. lacking.Where(c => hosts.All(h => h.Has(c) != false))];
        VulnerabilityFile[] files = [.. LinuxVulnerabilities.Files.Select(f => FileOf(started, f, kernel, certain, possible))];
        string[] fix = [.. files.SelectMany(f => f.Fix).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        AuditedCpu repaired = started.With(fix);
        return new GuestAudit(
            kernel, [.. hosts.Select((h, i) => HostOf(h, started, isFirst: i == 0))],
            [.. files.Select(f => f with { Fixed = fix.Length == 0 ? null : TextAfter(repaired, f, kernel) })], [.. fix]);
    }

    private static AuditedHost HostOf(AuditedCpu host, AuditedCpu guest, bool isFirst)
    {
        MitigationAudit audit = MitigationAudit.Of(host, guest);
        ImmutableArray<string> lies = isFirst ? [] : MitigationAudit.LiesOn(host, guest);
        return new AuditedHost(host.Name, audit.Withheld, [.. audit.Invented.Except(lies)], audit.Open, lies);
    }

    private static VulnerabilityFile FileOf(AuditedCpu guest, string file, Version kernel, string[] certain, string[] possible)
    {
        VulnerabilityQuestion question = VulnerabilityQuestion.Of(guest, file, kernel);
        bool isVulnerable = question.IsAlwaysVulnerable;
        string[] fix = isVulnerable ? FixOf(guest, file, kernel, certain) : [];
        string[] possibleFix = question.MayBeVulnerable && fix.Length == 0 ? FixOf(guest, file, kernel, possible) : [];
        return new VulnerabilityFile(file, question.Texts is [var text] ? text : null)
        {
            Possible = question.Texts,
            Open = question.Open,
            IsFromSource = question.IsFromSource,
            IsVulnerable = isVulnerable ? true : question.MayBeVulnerable ? null : false,
            Fix = [.. fix],
            PossibleFix = [.. possibleFix],
        };
    }

    // The fewest of the offered features that help. What says that the processor is not affected goes first: it binds the guest to hosts
    // of which that is true; and the fallback of AMD before what it stands for.
    private static string[] FixOf(AuditedCpu guest, string file, Version kernel, string[] offered)
    {
        if (Helps(offered))
        {
            HashSet<string> kept = [.. offered];
            foreach (string feature in offered.OrderByDescending(f => MitigationLists.Controls[f]).ThenByDescending(f => f == "virt-ssbd"))
            {
                kept.Remove(feature);
                if (!Helps(kept))
                {
                    kept.Add(feature);
                }
            }

            return [.. kept.Order(StringComparer.Ordinal)];
        }

        return [];

        bool Helps(IReadOnlyCollection<string> features) =>
            !VulnerabilityQuestion.Of(guest.With(features), file, kernel).MayBeVulnerable;
    }

    private static string? TextAfter(AuditedCpu guest, VulnerabilityFile file, Version kernel) =>
        VulnerabilityQuestion.Of(guest, file.Name, kernel).Texts is [var text] && text != file.Text ? text : null;
}
