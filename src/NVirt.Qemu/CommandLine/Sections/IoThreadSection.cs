using System.Text.Json.Nodes;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Sections;

/// <summary>I/O threads: objects <c>iothread1</c> and so on, which devices refer to.</summary>
internal static class IoThreadSection
{
    public static void Write(QemuGuest guest, ArgumentList arguments)
    {
        for (uint i = 1; i <= guest.Domain.IoThreads; i++)
        {
            arguments.Add("-object", new JsonObject { ["qom-type"] = "iothread", ["id"] = Text.Of("iothread{0}", i) });
        }
    }
}
