using NVirt.Cpu;
using NVirt.Cpu.Xml;
using NVirt.Xml;

namespace NVirt.Domains.Capabilities.Hosts;

/// <summary>Writes the document and the host's part of it, in libvirt's order.</summary>
internal static class HostCapabilitiesWriter
{
    private static readonly string[] SizeUnits = ["KiB", "MiB", "GiB", "TiB"];

    public static string Write(HostCapabilities capabilities)
    {
        IndentedXml xml = new(CpuException.Of);
        xml.Start("capabilities");
        xml.BlankLine();
        WriteHost(xml, capabilities);
        xml.BlankLine();
        foreach (GuestCapabilities guest in capabilities.Guests)
        {
            GuestCapabilitiesWriter.Write(xml, guest);
            xml.BlankLine();
        }

        xml.End();
        return xml.ToString();
    }

    private static void WriteHost(IndentedXml xml, HostCapabilities host)
    {
        xml.Start("host");
        if (host.Uuid is { } uuid)
        {
            xml.TextElement("uuid", uuid.ToString("D"));
        }

        EmbeddedCpu.Write(xml, host.Cpu, () => WritePageSizes(xml, host));
        WriteSuspend(xml, host.Suspend);
        if (host.HasIommu is { } hasIommu)
        {
            xml.Start("iommu");
            xml.Attribute("support", XmlWords.Of(hasIommu, XmlWords.YesNo));
            xml.End();
        }

        WriteMigration(xml, host.Migration);
        HostCellWriter.Write(xml, host.Cells);
        WriteCacheBanks(xml, host);
        foreach (HostSecurityModel model in host.SecurityModels)
        {
            WriteSecurityModel(xml, model);
        }

        xml.End();
    }

    private static void WritePageSizes(IndentedXml xml, HostCapabilities host)
    {
        foreach (ulong size in host.PageSizesKiB)
        {
            xml.Start("pages");
            xml.Attribute("unit", "KiB");
            xml.Attribute("size", size);
            xml.End();
        }
    }

    private static void WriteSuspend(IndentedXml xml, HostSuspend? suspend)
    {
        if (suspend is not { } ways)
        {
            return;
        }

        xml.Start("power_management");
        foreach ((HostSuspend way, string element) in CapabilitiesWords.Suspends)
        {
            if (ways.HasFlag(way))
            {
                xml.Start(element);
                xml.End();
            }
        }

        xml.End();
    }

    private static void WriteMigration(IndentedXml xml, HostMigration? migration)
    {
        if (migration is null)
        {
            return;
        }

        xml.Start("migration_features");
        if (migration.IsLive)
        {
            xml.Start("live");
            xml.End();
        }

        if (migration.Transports.Length > 0)
        {
            xml.Start("uri_transports");
            foreach (string transport in migration.Transports)
            {
                xml.TextElement("uri_transport", transport);
            }

            xml.End();
        }

        xml.End();
    }

    private static void WriteCacheBanks(IndentedXml xml, HostCapabilities host)
    {
        if (host.CacheBanks.IsEmpty)
        {
            return;
        }

        xml.Start("cache");
        foreach (HostCacheBank bank in host.CacheBanks)
        {
            (ulong size, string unit) = Scale(bank.SizeKiB);
            xml.Start("bank");
            xml.Attribute("id", (ulong)bank.Id);
            xml.Attribute("level", (ulong)bank.Level);
            xml.Attribute("type", CapabilitiesWords.CacheTypes[(int)bank.Type]);
            xml.Attribute("size", size);
            xml.Attribute("unit", unit);
            xml.Attribute("cpus", CpuSet.Format(bank.Cpus));
            xml.End();
        }

        xml.End();
    }

    // In the largest unit that represents it exactly.
    private static (ulong Size, string Unit) Scale(ulong kib)
    {
        int unit = 0;
        while (kib > 0 && kib % 1024 == 0 && unit < SizeUnits.Length - 1)
        {
            kib /= 1024;
            unit++;
        }

        return (kib, SizeUnits[unit]);
    }

    private static void WriteSecurityModel(IndentedXml xml, HostSecurityModel model)
    {
        xml.Start("secmodel");
        xml.TextElement("model", model.Name);
        xml.TextElement("doi", model.Doi);
        foreach (HostSecurityLabel label in model.BaseLabels)
        {
            xml.Start("baselabel");
            xml.Attribute("type", label.DomainType);
            xml.Content(label.Label);
            xml.End();
        }

        xml.End();
    }
}
