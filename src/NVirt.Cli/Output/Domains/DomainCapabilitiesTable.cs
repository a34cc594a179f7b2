using System.Globalization;
using NVirt.Cpu;
using NVirt.Domains.Capabilities.Domains;

namespace NVirt.Cli.Output.Domains;

/// <summary>Domain capabilities for people.</summary>
internal static class DomainCapabilitiesTable
{
    public static void Write(Session session, DomainCapabilities capabilities)
    {
        Tables.Write(session, titles: null, Facts(capabilities).Where(f => f[1].Length > 0));
        if (capabilities.Cpu is { Custom.IsEmpty: false } cpu)
        {
            Tables.Heading(session, Messages.Title_Models);
            Tables.Write(session, [Messages.Title_Name, Messages.Title_Usable, Messages.Title_Vendor, Messages.Title_Blockers],
                cpu.Custom.Select(m => new[]
            {
                m.Name,
                Usability(m.IsUsable) + (m.IsDeprecated ? $" ({Messages.Word_Deprecated})" : string.Empty),
                m.Vendor ?? string.Empty,
                string.Join(' ', m.Blockers),
            }));
        }
    }

    /// <summary>QEMU's word on a model.</summary>
    public static string Usability(bool? isUsable) => isUsable switch
    {
        true => Messages.Word_Yes,
        false => Messages.Word_No,
        null => Messages.Word_Unknown,
    };

    private static IEnumerable<string[]> Facts(DomainCapabilities capabilities)
    {
        yield return [Messages.Title_Emulator, capabilities.Path ?? string.Empty];
        yield return [Messages.Title_DomainType, capabilities.DomainType ?? string.Empty];
        yield return [Messages.Title_Machine, capabilities.Machine ?? string.Empty];
        yield return [Messages.Title_Arch, capabilities.Arch.ToName()];
        yield return [Messages.Title_MaxVcpus, capabilities.MaxVcpus?.ToString(CultureInfo.InvariantCulture) ?? string.Empty];
        if (capabilities.Cpu is { } cpu)
        {
            yield return [CpuWords.Of(CpuMode.HostPassthrough), Usability(cpu.HostPassthrough is not null)];
            yield return [CpuWords.Of(CpuMode.Maximum), Usability(cpu.Maximum is not null)];
            yield return [CpuWords.Of(CpuMode.HostModel), cpu.HostModel is { } model ? $"{model.Model}{Features(model)}"
                : Messages.Word_No];
            yield return [CpuWords.Of(CpuMode.Custom), Usability(cpu.Custom.Length > 0)];
        }
    }

    private static string Features(CpuDefinition model) =>
        string.Concat(model.Features.Select(f => $" {(f.Policy == CpuPolicy.Disable ? '-' : '+')}{f.Name}"));
}
