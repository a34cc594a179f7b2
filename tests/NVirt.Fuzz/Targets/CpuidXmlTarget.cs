using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NVirt.Cpu.Probe.Dumps;
using NVirt.Cpu.X86;
using NVirt.RelaxNg;

namespace NVirt.Fuzz.Targets;

/// <summary>XML of RJCP's CPUID programs.</summary>
internal sealed partial class CpuidXmlTarget : Target
{
    public override string Name => "cpuid-xml";

    public override string[] Words =>
    [
        .. XmlOpinion.Words, "<cpuid>", "</cpuid>", "<processor>", "</processor>", "<register eax='00000000' ecx='00000000'>",
        "</register>", "eax='", "ecx='1'",
        "00000001,756E6547,6C65746E,49656E69", ",", "<cpuid type=\"x86\">", "<?xml version='1.0'?>", "80000000",
    ];

    public override Outcome Check(byte[] input)
    {
        DumpText text = new(input, "a.xml");
        Attempt<IReadOnlyList<DumpedCpu>> attempt = new(() => CpuidXmlDump.Read(text));
        XElement? root = Root(Encoding.UTF8.GetString(text.Plain));
        int? processors = root?.Elements("processor").Count(p => p.Elements("register").Any());
        return attempt.Against(processors is 0 ? false : null, cpus =>
            root is null || root.Name != "cpuid" ? "accepted without a root"
            : cpus.Count < processors ? "fewer processors"
            : root.Elements("processor").Elements("register").Any(r => !Registers().IsMatch(r.Value)) ? "accepted other registers"
            : cpus.Any(c => ((X86CpuData)c.Data!).Items.Length == 0) && cpus.Count == 0 ? "no items"
            : null);
    }

    private static XElement? Root(string text)
    {
        try
        {
            return XDocument.Parse(text).Root;
        }
        catch (System.Xml.XmlException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\A\s*[0-9a-fA-F]{1,8}\s*(?:,\s*[0-9a-fA-F]{1,8}\s*){3}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Registers();
}
