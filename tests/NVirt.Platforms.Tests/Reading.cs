using System.Text;

namespace NVirt.Platforms.Tests;

/// <summary>Short ways to read and write in tests.</summary>
internal static class Reading
{
    public static CpuStatement One(string text, string? form = null, PlatformReadOptions? options = null) =>
        Assert.Single(All(text, form, options));

    public static IReadOnlyList<CpuStatement> All(string text, string? form = null, PlatformReadOptions? options = null) =>
        PlatformReader.Read(Encoding.UTF8.GetBytes(text), "file", options, form);

    /// <summary>The message of the refusal.</summary>
    public static string Refusal(string text, string? form = null, PlatformReadOptions? options = null)
    {
        return Assert.Throws<CpuException>(() => All(text, form, options)).Message;
    }

    public static CpuDefinition Guest(string xml) => Cpu.Xml.CpuXml.Parse(xml);

    public static PlatformOutput Write(string platform, string xml) =>
        PlatformWriter.Write(platform, new PlatformWriteRequest { Cpu = Guest(xml) });

    public static string WriteRefusal(string platform, string xml)
    {
        return Assert.Throws<CpuException>(() => Write(platform, xml)).Message;
    }
}
