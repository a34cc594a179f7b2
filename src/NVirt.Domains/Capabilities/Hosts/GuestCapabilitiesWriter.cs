using System.Globalization;
using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Domains.Capabilities.Hosts;

/// <summary>Writes one <c>guest</c> of capabilities.</summary>
internal static class GuestCapabilitiesWriter
{
    public static void Write(IndentedXml xml, GuestCapabilities guest)
    {
        xml.Start("guest");
        xml.TextElement("os_type", guest.OsType);
        WriteArch(xml, guest);
        if (guest.Features.Length > 0)
        {
            xml.Start("features");
            foreach (GuestFeature feature in guest.Features)
            {
                xml.Start(feature.Name);
                xml.Attribute("default", XmlWords.Of(feature.Default, XmlWords.OnOff));
                xml.Attribute("toggle", XmlWords.Of(feature.CanToggle, XmlWords.YesNo));
                xml.End();
            }

            xml.End();
        }

        xml.End();
    }

    private static void WriteArch(IndentedXml xml, GuestCapabilities guest)
    {
        xml.Start("arch");
        xml.Attribute("name", guest.Arch.ToName());
        xml.TextElement("wordsize", guest.WordSize.ToString(CultureInfo.InvariantCulture));
        if (guest.Emulator is not null)
        {
            xml.TextElement("emulator", guest.Emulator);
        }

        if (guest.Loader is not null)
        {
            xml.TextElement("loader", guest.Loader);
        }

        foreach (GuestMachine machine in guest.Machines)
        {
            WriteMachine(xml, machine);
        }

        foreach (string type in guest.DomainTypes)
        {
            xml.Start("domain");
            xml.Attribute("type", type);
            xml.End();
        }

        xml.End();
    }

    private static void WriteMachine(IndentedXml xml, GuestMachine machine)
    {
        xml.Start("machine");
        xml.Attribute("canonical", machine.Canonical);
        xml.Attribute("maxCpus", (ulong?)machine.MaxCpus);
        xml.Attribute("deprecated", machine.IsDeprecated ? "yes" : null);
        xml.Content(machine.Name);
        xml.End();
    }
}
