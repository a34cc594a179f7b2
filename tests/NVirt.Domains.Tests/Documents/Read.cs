using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Documents.Devices;

namespace NVirt.Domains.Tests.Documents;

/// <summary>Domains from their contents.</summary>
internal static class Read
{
    public static DomainDocument Document(string inside) => DomainDocument.Parse($"<domain type='kvm'>{inside}</domain>");

    public static DomainDefinition Domain(string inside) => Document(inside).Definition;

    public static DomainFeatures Features(string inside) => Domain($"<features>{inside}</features>").Features;

    public static DomainClock Clock(string clock) => Domain(clock).Clock;

    /// <summary>The only device.</summary>
    public static T Device<T>(string device)
        where T : DomainDevice => Assert.IsType<T>(Assert.Single(Domain($"<devices>{device}</devices>").Devices.All));

    /// <summary>The same, where everything must be interpreted.</summary>
    public static T WholeDevice<T>(string device)
        where T : DomainDevice
    {
        Assert.Empty(Uninterpreted($"<devices>{device}</devices>"));
        return Device<T>(device);
    }

    public static string[] Uninterpreted(string inside) => [.. Document(inside).Uninterpreted.Select(p => p.Path)];

    public static CpuException Refusal(string inside) => Assert.Throws<CpuException>(() => Document(inside));

    public static void IsXml(string inside) => Assert.Equal(CpuErrorKind.Xml, Refusal(inside).Kind);

    public static void IsUnsupported(string inside) => Assert.Equal(CpuErrorKind.Unsupported, Refusal(inside).Kind);
}
