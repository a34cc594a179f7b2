using NVirt.Cpu;
using NVirt.Domains;

namespace NVirt.Cli.Input;

/// <summary>What the commands are given that write a hypervisor's settings from a domain, and a domain's CPU from such settings.</summary>
/// <param name="File">What messages call the file.</param>
/// <param name="Domain">The domain; <see langword="null"/> if the file holds settings.</param>
/// <param name="Settings">The text of the settings; empty if the file holds a domain.</param>
internal sealed record DomainOrSettings(string File, DomainDefinition? Domain, string Settings)
{
    /// <summary>Reads the file; which of both it is, its first character tells.</summary>
    public static DomainOrSettings Read(string file)
    {
        string name = Files.Name(file);
        string text = Files.ReadText(file);
        return text.AsSpan().TrimStart() is ['<', ..]
            ? new DomainOrSettings(name, DomainDocument.Parse(text, name).Definition, string.Empty)
            : new DomainOrSettings(name, Domain: null, text);
    }

    /// <summary>The CPU that settings mean.</summary>
    /// <param name="cpu">What was read of them; <see langword="null"/> if they do not speak of it.</param>
    public CpuDefinition Require(CpuDefinition? cpu) => cpu ?? throw new CliException(Text.Of(Messages.Error_NoCpuSettings, File));
}
