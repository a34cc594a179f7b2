using NVirt.Xml;

namespace NVirt.Cpu.Xml;

/// <summary>The small elements.</summary>
internal static partial class CpuInterpreter
{
    private static uint Microcode(Element? microcode) =>
        (uint?)microcode?.Number("version", NumberRange.UInt(0), MistakeKind.Unsupported) ?? 0;

    private static CpuSignature? Signature(Element? signature) => signature is null
        ? null
        : new CpuSignature(
            signature.RequiredUInt("family", atLeast: 1),
            signature.RequiredUInt("model"),
            signature.RequiredUInt("stepping"));

    private static CpuTsc? Tsc(Element? counter) => counter is null
        ? null
        : new CpuTsc(counter.RequiredNumber("frequency", NumberRange.ULong), counter.YesNo("scaling"));

    private static CpuTopology? Topology(Element? topology) => topology is null
        ? null
        : new CpuTopology(
            topology.RequiredUInt("sockets", atLeast: 1),
            topology.UInt("dies", atLeast: 1) ?? 1,
            topology.UInt("clusters", atLeast: 1) ?? 1,
            topology.RequiredUInt("cores", atLeast: 1),
            topology.RequiredUInt("threads", atLeast: 1));

    private static CpuCache? Cache(CpuElement cpu)
    {
        if (cpu.SecondCache is { } second)
        {
            throw second.Malformed(Messages.Xml_SecondCache);
        }

        return cpu.Cache is not { } cache
            ? null
            : new CpuCache(
                (CpuCacheMode)cache.RequiredWord("mode", CpuXmlWords.CacheModes),
                (int?)cache.Number("level", NumberRanges.CacheLevels));
    }

    private static CpuMaxPhysAddr? MaxPhysAddr(Element? element)
    {
        if (element is null)
        {
            return null;
        }

        CpuMaxPhysAddr address = new(
            (CpuMaxPhysAddrMode)element.RequiredWord("mode", CpuWords.MaxPhysAddrModes),
            (int?)element.Number("bits", NumberRange.Int(0)),
            (int?)element.Number("limit", NumberRange.Int(1)));
        return address is { Limit: not null, Mode: not CpuMaxPhysAddrMode.Passthrough }
            ? throw element.Refuse("limit", Messages.Xml_LimitMode, MistakeKind.Unsupported)
            : address;
    }
}
