using System.Xml.Linq;
using NVirt.Cpu;
using NVirt.Cpu.Xml;
using NVirt.RelaxNg;

namespace NVirt.Fuzz.Targets;

/// <summary>A <c>cpu</c> element, read as guest, as host, and without a given type.</summary>
internal sealed class CpuXmlTarget : Target
{
    public override string Name => "cpu-xml";

    public override string[] Words => XmlOpinion.Words;

    public override Outcome Check(byte[] input)
    {
        string text = XmlOpinion.Text(input);
        XElement? root = XmlOpinion.Load(text)?.Root;
        Outcome outcome = default;
        foreach (CpuType? type in new CpuType?[] { CpuType.Host, CpuType.Guest, null })
        {
            CpuOpinion? opinion = root?.Name == "cpu" ? new CpuOpinion(root, type) : null;
            Attempt<CpuDefinition> attempt = new(() => CpuXml.Parse(text, type, "a.xml"));
            outcome = attempt.Against(opinion is null ? false : opinion.Accepts, cpu => opinion!.Compare(cpu) ?? RoundTrip(cpu));
            if (outcome.Problem is not null)
            {
                break;
            }
        }

        return outcome;
    }

    /// <summary>What is wrong with the output.</summary>
    public static string? RoundTrip(CpuDefinition cpu)
    {
        string written = CpuXml.Format(cpu);
        string again = written.Length == 0 ? written : CpuXml.Format(CpuXml.Parse(written, cpu.Type));
        return again == written ? null : $"written as {written}, and then as {again}";
    }
}
