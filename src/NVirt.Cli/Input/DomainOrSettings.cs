using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Xml;

namespace NVirt.Cli.Input;

/// <summary>What the commands are given that write a hypervisor's settings from a domain, and a domain's CPU from such settings.</summary>
/// <param name="File">What messages call the file.</param>
/// <param name="Domain">The domain; <see langword="null"/> if the file holds settings.</param>
/// <param name="Settings">The text of the settings; empty if the file holds a domain.</param>
internal sealed record DomainOrSettings(string File, DomainDocument? Domain, string Settings)
{
    private const string Cpu = "/domain/cpu";

    // What a hypervisor reads of a CPU, and these settings have no place for.
    private static readonly string[] Others = ["topology", "cache", "maxphysaddr", "numa"];

    /// <summary>Reads the file; which of both it is, its first character tells.</summary>
    /// <param name="session">Is told what nobody reads of a domain's CPU.</param>
    /// <param name="file">The file.</param>
    /// <param name="missing">What is told of the parts of the CPU that settings cannot hold, with a place for the path.</param>
    public static DomainOrSettings Read(Session session, string file, string missing)
    {
        string name = Files.Name(file);
        byte[] content = Files.Read(file);
        string text = Files.TextOf(content, file);
        if (text.AsSpan().TrimStart() is not ['<', ..])
        {
            return new DomainOrSettings(name, Domain: null, text);
        }

        DomainDocument domain = DomainDocument.Parse(text, name);
        IReadOnlySet<string> told = UnreadParts.Tell(session, domain, content);
        IEnumerable<string> warnings =
        [
            .. domain.Uninterpreted.Where(p => p.Path.StartsWith(Cpu + "/", StringComparison.Ordinal)).Select(domain.WarningOf)
            .Except(told),
            .. Others.Where(o => IsThere(domain.Definition.Cpu, o))
                .Select(o => domain.Refuse(domain.PlaceOf("cpu/" + o), Text.Of(missing, $"{Cpu}/{o}")).Message),
        ];
        foreach (string warning in warnings)
        {
            session.Note(warning);
        }

        return new DomainOrSettings(name, domain, string.Empty);
    }

    /// <summary>The CPU that settings mean.</summary>
    /// <param name="cpu">What was read of them; <see langword="null"/> if they do not speak of it.</param>
    public CpuDefinition Require(CpuDefinition? cpu) => cpu ?? throw new CliException(Text.Of(Messages.Error_NoCpuSettings, File));

    private static bool IsThere(CpuDefinition? cpu, string part) => part switch
    {
        "topology" => cpu?.Topology is not null,
        "cache" => cpu?.Cache is not null,
        "maxphysaddr" => cpu?.MaxPhysAddr is not null,
        _ => cpu?.Numa is not null,
    };
}
