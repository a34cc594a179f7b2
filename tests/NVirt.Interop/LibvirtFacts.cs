using System.Globalization;
using System.Xml.Linq;
using NVirt.RelaxNg.Patterns;

namespace NVirt.Interop;

/// <summary>What libvirt prints about a domain, one line for each element that NVirt interprets.</summary>
internal static class LibvirtFacts
{
    private static readonly string[] Leaves =
        ["name", "uuid", "memory", "currentMemory", "maxMemory", "vcpu", "iothreads", "on_poweroff", "on_reboot", "on_crash"];

    private static readonly string[] Units = ["KiB", "MiB", "GiB", "TiB"];
    private static readonly string[] Trees = ["vcpus", "os", "features", "clock", "pm"];

    public static string Of(string xml)
    {
        XElement domain = XElement.Parse(xml);
        ToKiB(domain.Elements("features").Elements("smm").Elements("tseg").FirstOrDefault());
        List<string> facts = [];
        foreach (XElement child in domain.Elements().Where(e => Leaves.Contains(e.Name.LocalName)))
        {
            facts.Add(Line(child.Name.LocalName, child));
        }

        foreach (XElement child in domain.Elements().Where(e => Trees.Contains(e.Name.LocalName)))
        {
            AddTree(child, child.Name.LocalName, facts);
        }

        facts.AddRange(domain.Elements("devices").Elements("emulator").Select(e => Line("emulator", e)));
        foreach (XElement disk in domain.Elements("devices").Elements("disk"))
        {
            disk.Elements("address").Remove();
            AddTree(disk, "disk", facts);
        }

        // Empty ones mean nothing.
        facts.RemoveAll(f => f is "features" or "features/kvm");
        return Facts.Sorted(facts);
    }

    private static void AddTree(XElement element, string path, List<string> facts)
    {
        facts.Add(Line(path, element));
        foreach (XElement child in element.Elements())
        {
            AddTree(child, $"{path}/{child.Name.LocalName}", facts);
        }
    }

    // The only amount that libvirt prints in the largest unit that fits.
    private static void ToKiB(XElement? amount)
    {
        if (amount is not null)
        {
            int power = Array.IndexOf(Units, (string?)amount.Attribute("unit"));
            amount.Value = ((long)amount << (10 * power)).ToString(CultureInfo.InvariantCulture);
            amount.SetAttributeValue("unit", "KiB");
        }
    }

    private static string Line(string path, XElement element) => Facts.Line(
        path,
        element.HasElements ? string.Empty : element.Value,
        [.. element.Attributes().Select(a => (a.Name.LocalName, (string?)a.Value))]);
}
