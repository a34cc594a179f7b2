using System.Xml.Linq;
using NVirt.Domains.Capabilities.Domains;
using NVirt.RelaxNg;

namespace NVirt.Fuzz.Targets;

/// <summary>Domain capabilities, which are written again.</summary>
internal sealed class DomainCapabilitiesTarget : Target
{
    public override string Name => "domain-capabilities";

    public override string[] Words =>
    [
        .. XmlOpinion.Words, "<mode name='custom' supported='yes'>", "<mode name='host-model' supported='yes'>", "</mode>",
        "<model usable='no'>x</model>",
        "<blockers model='x'><feature name='y'/></blockers>", "<enum name='type'><value>rom</value></enum>", "<vcpu max='1'/>", "<os>",
            "</os>", "<arch>i686</arch>",
    ];

    public override Outcome Check(byte[] input)
    {
        string text = XmlOpinion.Text(input);
        XElement? root = XmlOpinion.Load(text)?.Root;
        Attempt<DomainCapabilities> attempt = new(() => DomainCapabilitiesXml.Parse(text, "a.xml"));
        return attempt.Against(
            root?.Name == "domainCapabilities" ? null : false, capabilities => RoundTrip(capabilities) ?? Compare(capabilities, root!));
    }

    private static string? RoundTrip(DomainCapabilities capabilities)
    {
        string written = DomainCapabilitiesXml.Format(capabilities);
        string again = DomainCapabilitiesXml.Format(DomainCapabilitiesXml.Parse(written));
        return again == written ? null : $"written as {written}, and then as {again}";
    }

    private static string? Compare(DomainCapabilities capabilities, XElement root)
    {
        string? machine = root.Elements("machine").LastOrDefault()?.Value;
        return machine == capabilities.Machine ? null : $"machine {capabilities.Machine}, should be {machine}";
    }
}
