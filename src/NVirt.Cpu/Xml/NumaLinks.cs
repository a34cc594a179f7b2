using System.Collections.Immutable;
using NVirt.Xml;

namespace NVirt.Cpu.Xml;

/// <summary>Builds latencies and bandwidths from an <c>interconnects</c> element (cpu-rules.md 1.4).</summary>
internal static class NumaLinks
{
    public static ImmutableArray<CpuNumaLink> Interpret(Element? interconnects, CpuNumaCell[] cells)
    {
        List<CpuNumaLink> links = [];
        HashSet<CpuNumaLink> known = [];
        HashSet<(int From, int To)> ways = [];
        foreach (Element element in interconnects?.All("latency", "bandwidth") ?? [])
        {
            CpuNumaLink link = Link(element, cells);
            if (!known.Add(link with { Value = 0 }))
            {
                throw element.Malformed(Messages.Xml_NumaLinkTwice);
            }

            if (link.Initiator != link.Target && ways.Contains((link.Target, link.Initiator)))
            {
                throw element.Malformed(Text.Of(Messages.Xml_NumaLinkReversed, link.Initiator, link.Target));
            }

            ways.Add((link.Initiator, link.Target));
            links.Add(link);
        }

        return [.. links];
    }

    private static CpuNumaLink Link(Element element, CpuNumaCell[] cells)
    {
        NumberRange ids = new(0, (ulong)cells.Length - 1);
        bool isBandwidth = element.Name == "bandwidth";
        CpuNumaLink link = new(
            isBandwidth,
            (int)element.RequiredNumber("initiator", ids),
            (int)element.RequiredNumber("target", ids),
            (int?)element.Number("cache", NumberRange.Int(0)) ?? 0,
            (CpuNumaAccess)element.RequiredWord("type", CpuXmlWords.LinkTypes),
            isBandwidth ? NumaInterpreter.Amount(element, "value") : element.RequiredNumber("value", NumberRange.ULong));
        if (cells[link.Initiator].Cpus.IsEmpty)
        {
            throw element.Refuse("initiator", Text.Of(Messages.Xml_NumaInitiator, link.Initiator));
        }

        return link.Cache == 0 || cells[link.Target].Caches.Any(c => c.Level == link.Cache)
            ? link
            : throw element.Refuse("cache", Text.Of(Messages.Xml_NumaLinkCache, link.Target, link.Cache));
    }
}
