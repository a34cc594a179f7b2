using NVirt.Cpu.Xml;

namespace NVirt.Cpu.Tests.Xml;

/// <summary>What a document is refused with.</summary>
internal static class Refusal
{
    public static CpuException Of(string xml, CpuType? type = null) => Assert.Throws<CpuException>(() => CpuXml.Parse(xml, type));

    public static void IsXml(string xml, CpuType? type = null) => Assert.Equal(CpuErrorKind.Xml, Of(xml, type).Kind);

    public static void IsUnsupported(string xml, CpuType? type = null) => Assert.Equal(CpuErrorKind.Unsupported, Of(xml, type).Kind);
}
