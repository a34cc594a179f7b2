using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using NVirt.Cpu.X86;
using NVirt.Cpu.Xml;
using NVirt.Testing.Properties;

namespace NVirt.Cpu.Tests.Xml;

[Trait("Run", "long")]
public class RoundTripTests
{
    [Fact]
    public void Any_guest_is_read_as_it_was_written() =>
        Prop.ForAll(Definitions.Guest.ToArbitrary(), ReadsBack).Holds();

    [Fact]
    public void Any_host_is_read_as_it_was_written() =>
        Prop.ForAll(Definitions.Host.ToArbitrary(), ReadsBack).Holds();

    [Fact]
    public void Any_raw_data_is_read_as_it_was_written() => Prop.ForAll(RawData.ToArbitrary(), data =>
    {
        string xml = CpuDataXml.Format(data);
        return data.IsEmpty || CpuDataXml.Parse(xml).Items.SequenceEqual(data.Items.Where(i => !i.IsZero));
    }).Holds();

    [Fact]
    public void Any_text_is_read_or_refused() =>
        Prop.ForAll(
            Gen.ArrayOf(
                Gen.Elements(
                    "<cpu", ">", "</cpu>", "/>", "<numa>", "</numa>", " mode='", "'", "&amp;", "<!--", "-->", "a", " ", "<?xml ", "?>"))
                .ToArbitrary(),
            parts => IsReadOrRefused(string.Concat(parts))).Holds();

    private static Gen<X86CpuData> RawData =>
        from items in (
            from isMsr in Gen.Elements(true, false)
            from key in Gen.Elements(0u, 1u, 7u, 0x80000001u, uint.MaxValue)
            from words in Gen.Elements(0u, 1u, 0x7fffffffu, 0x80000000u, uint.MaxValue).ArrayOf(5)
            select isMsr ? X86Item.Msr(key, words[0], words[1]) : X86Item.Cpuid(key, words[0], words[1], words[2], words[3], words[4]))
                .ListOf()
        select X86CpuData.Create(items);

    private static bool ReadsBack(CpuDefinition cpu)
    {
        string xml = CpuXml.Format(cpu);
        CpuDefinition read = xml.Length == 0 ? new CpuDefinition() : CpuXml.Parse(xml);
        return read with { Numa = null } == cpu with { Numa = null }
            && CpuXml.Format(read) == xml
            && SameNuma(read.Numa, cpu.Numa);
    }

    private static bool SameNuma(CpuNuma? a, CpuNuma? b) => a is null || b is null
        ? a is null && b is null
        : a.Links.SequenceEqual(b.Links) && a.Cells.Length == b.Cells.Length && a.Cells.Zip(b.Cells).All(p => SameCell(p.First, p.Second));

    private static bool SameCell(CpuNumaCell a, CpuNumaCell b) =>
        a.Cpus.SequenceEqual(b.Cpus) && a.MemoryKiB == b.MemoryKiB && a.SharedMemory == b.SharedMemory && a.Discard == b.Discard
        && a.Distances.SequenceEqual(b.Distances) && a.Caches.SequenceEqual(b.Caches);

    private static bool IsReadOrRefused(string text)
    {
        try
        {
            return CpuDocuments.Parse(text).Count > 0;
        }
        catch (CpuException refused)
        {
            return refused.Message.Length > 0;
        }
    }
}
