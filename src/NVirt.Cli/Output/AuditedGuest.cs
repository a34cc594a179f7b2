using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Fleet.Mitigations;
using NVirt.Platforms;

namespace NVirt.Cli.Output;

/// <summary>The audit of a guest, with the fix in the words of its platform.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Audit">The audit.</param>
/// <param name="Platform">The platform that the fix is for: the guest's own, or one that was asked for.</param>
internal sealed record AuditedGuest(string Name, GuestAudit Audit, string Platform)
{
    /// <summary>The guest with the fix, as the platform says it; <see langword="null"/> if there is none, or it cannot say it.</summary>
    public PlatformOutput? Repaired { get; private init; }

    /// <summary>Why the platform cannot say it; otherwise <see langword="null"/>.</summary>
    public string? Limit { get; private init; }

    /// <summary>What is lost on the way.</summary>
    public ImmutableArray<StatementRemark> Losses { get; private init; } = [];

    /// <summary>The audit with its fix.</summary>
    /// <param name="guest">The guest.</param>
    /// <param name="audit">What was found.</param>
    /// <param name="platform">The platform that the fix is for; <see langword="null"/> for that of the guest.</param>
    /// <param name="hosts">The hosts that it is for.</param>
    /// <param name="map">The map.</param>
    public static AuditedGuest Of(
        AuditedMachine guest, GuestAudit audit, string? platform, IReadOnlyList<CpuStatement> hosts, CpuMap map)
    {
        string? target = platform ?? PlatformWriter.TargetOf(guest.Statement.Form);
        AuditedGuest audited = new(guest.Cpu.Name, audit, target ?? guest.Statement.Form);
        if (audit.Fix.IsEmpty)
        {
            return audited;
        }

        if (target is null)
        {
            return audited with { Limit = NVirt.Xml.Text.Of(Messages.Audit_NotWritten, guest.Statement.Form) };
        }

        try
        {
            CpuDefinition cpu = guest.Statement.ToDefinition();
            PlatformWriteRequest asked = new()
            {
                Cpu = cpu with { Features = With(cpu.Features, audit.Fix) },
                Name = guest.Statement.Name,
                Hosts = [.. hosts.Where(h => h.Subject == StatementSubject.Host)],
                Map = map,
            };
            PlatformOutput output = PlatformWriter.Write(target, asked);
            string[] before = TextsBefore(target, asked with { Cpu = cpu });
            return audited with
            {
                Repaired = output with { Files = output.Files.RemoveAll(f => before.Contains(f.Text, StringComparer.Ordinal)) },
                Losses = [.. guest.Statement.LossesOfDefinition, .. output.Remarks],
            };
        }
        catch (CpuException e)
        {
            return audited with { Limit = e.Message };
        }
    }

    // What does not change need not be shown, such as the model that other guests get.
    private static string[] TextsBefore(string target, PlatformWriteRequest asked)
    {
        try
        {
            return [.. PlatformWriter.Write(target, asked).Files.Select(f => f.Text)];
        }
        catch (CpuException)
        {
            return [];
        }
    }

    private static CpuFeatureList With(CpuFeatureList features, ImmutableArray<string> fix)
    {
        CpuFeatureListBuilder builder = new(CpuType.Guest, features);
        foreach (string feature in fix)
        {
            builder.Update(feature, CpuPolicy.Require);
        }

        return builder.ToList();
    }
}
