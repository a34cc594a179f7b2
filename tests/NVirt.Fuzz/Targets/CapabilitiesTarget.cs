using System.Xml.Linq;
using NVirt.Domains.Capabilities.Hosts;
using NVirt.RelaxNg;

namespace NVirt.Fuzz.Targets;

/// <summary>Host capabilities.</summary>
internal sealed class CapabilitiesTarget : Target
{
    private const int MaxDepth = 256;

    public override string Name => "capabilities";

    public override string[] Words =>
    [
        .. XmlOpinion.Words, "<capabilities>", "</capabilities>", "<host>", "</host>", "<guest>", "</guest>", "<cells num='1'>", "</cells>",
        "<cell id='1'>",
        "</cell>", "<memory unit='GiB'>1</memory>", "<pages unit='KiB' size='4'>7</pages>", "<pages size='2'/>", "<cpus num='1'>",
            "</cpus>",
        "<cpu id='7' socket_id='1' die_id='0' core_id='2' siblings='0-3,^1'/>",
            "<bank id='0' level='3' type='both' size='1' unit='MiB' cpus='0-1'/>",
        "<secmodel>", "</secmodel>", "<machine canonical='b' maxCpus='1' deprecated='yes'>a</machine>", "<domain type='kvm'/>",
            "<wordsize>64</wordsize>",
        "<features>", "</features>", "<pae/>", "<acpi default='on' toggle='yes'/>", "16383", "16384", "both", "code", "data", "EiB",
            "<suspend_mem/>", "<live/>",
    ];

    public override Outcome Check(byte[] input)
    {
        string text = XmlOpinion.Text(input);
        XElement? root = XmlOpinion.Load(text)?.Root;
        bool isHopeless = root?.Name != "capabilities" || !root.Elements("host").Any()
            || root.Descendants().Any(e => e.Ancestors().Count() >= MaxDepth);
        Attempt<HostCapabilities> attempt = new(() => HostCapabilitiesXml.Parse(text, "a.xml"));
        return attempt.Against(isHopeless ? false : null, read => Compare(read, root!) ?? RoundTrip(read));
    }

    private static string? Compare(HostCapabilities read, XElement root)
    {
        XElement host = root.Elements("host").First();
        XElement[] cells = [.. host.Elements("topology").LastOrDefault()?.Elements("cells").Elements("cell") ?? []];
        XElement[] archs = [.. root.Elements("guest").Select(g => g.Elements("arch").First())];
        return Differ("a CPU", [read.Cpu.Model ?? string.Empty],
            [host.Elements("cpu").First().Elements("model").FirstOrDefault()?.Value ?? string.Empty])
            ?? Differ("cells", read.Cells.Select(c => c.Id.ToString(Culture)), cells.Select(c => Number(c.Attribute("id")!.Value)))
            ?? Differ("cpus", read.Cells.Select(c => c.Cpus.Length.ToString(Culture)), cells.Select(Processors))
            ?? Differ("security", read.SecurityModels.Select(_ => string.Empty), host.Elements("secmodel").Select(_ => string.Empty))
            ?? Differ("guests", read.Guests.SelectMany(g => g.Machines).Select(m => m.Name), archs.Elements("machine").Select(m => m.Value))
            ?? Differ("domains", read.Guests.SelectMany(g => g.DomainTypes), archs.Elements("domain")
            .Select(d => (string?)d.Attribute("type") ?? string.Empty));
    }

    private static System.Globalization.CultureInfo Culture => System.Globalization.CultureInfo.InvariantCulture;

    private static string Number(string text) =>
        text.TrimStart(' ', '\t', '\r', '\n').TrimStart('+').TrimStart('0') is { Length: > 0 } digits ? digits : "0";

    private static string Processors(XElement cell) =>
        (cell.Elements("cpus").LastOrDefault()?.Elements("cpu").Count() ?? 0).ToString(Culture);

    private static string? Differ(string what, IEnumerable<string> read, IEnumerable<string> stands)
    {
        string actual = string.Join('|', read);
        string expected = string.Join('|', stands);
        return actual == expected ? null : $"{what}: read {actual}, and there stands {expected}";
    }

    private static string? RoundTrip(HostCapabilities read)
    {
        string written = HostCapabilitiesXml.Format(read);
        string again = HostCapabilitiesXml.Format(HostCapabilitiesXml.Parse(written));
        return again == written ? null : $"written as {written}, and then as {again}";
    }
}
