using NVirt.Cpu;
using NVirt.Cpu.Xml;
using NVirt.Xml;

namespace NVirt.Domains.Capabilities.Hosts;

/// <summary>Reads the document and the host's part of it. Unknown elements are skipped.</summary>
internal static class HostCapabilitiesInterpreter
{
    /// <summary>Reads the element that the scanner is on, and moves to its end.</summary>
    public static HostCapabilities Read(XmlScanner scanner)
    {
        Element root = Element.Head(scanner);
        HostCapabilities? host = null;
        List<GuestCapabilities> guests = [];
        int depth = scanner.Depth;
        while (scanner.ReadToChild(depth))
        {
            switch (scanner.Name)
            {
                case "host":
                    host ??= ReadHost(scanner);
                    break;
                case "guest":
                    guests.Add(GuestCapabilitiesInterpreter.Read(scanner));
                    break;
            }
        }

        return host is null ? throw root.Malformed(Messages.Capabilities_HostMissing) : host with { Guests = [.. guests] };
    }

    private static HostCapabilities ReadHost(XmlScanner scanner)
    {
        Element root = Element.Head(scanner);
        (CpuDefinition Cpu, IReadOnlyList<Element> Pages)? cpu = null;
        HostCapabilities host = new() { Cpu = new CpuDefinition() };
        int depth = scanner.Depth;
        while (scanner.ReadToChild(depth))
        {
            if (scanner.Name == "cpu")
            {
                cpu ??= EmbeddedCpu.ReadHost(scanner);
            }
            else
            {
                host = ReadPart(scanner, host);
            }
        }

        return cpu is not { } read ? throw root.Malformed(Messages.Capabilities_CpuMissing) : host with
        {
            Cpu = read.Cpu,
            PageSizesKiB = [.. read.Pages.Select(p => p.KiBOf("size"))],
        };
    }

    private static HostCapabilities ReadPart(XmlScanner scanner, HostCapabilities host) => scanner.Name switch
    {
        "uuid" => host with { Uuid = Uuid(Element.WithText(scanner)) },
        "power_management" => host with { Suspend = Suspend(Element.Tree(scanner)) },
        "iommu" => host with { HasIommu = Element.Head(scanner).YesNo("support") },
        "migration_features" => host with { Migration = ReadMigration(scanner) },
        "topology" => host with { Cells = [.. HostCellInterpreter.Read(scanner)] },
        "cache" => host with { CacheBanks = [.. Element.Tree(scanner).All("bank").Select(Bank)] },
        "secmodel" => host with { SecurityModels = host.SecurityModels.Add(ReadSecurityModel(scanner)) },
        _ => host,
    };

    private static Guid Uuid(Element element) => CapabilitiesValues.Uuid(element.Text)
        ?? throw element.Malformed(Text.Of(Messages.Capabilities_NotAUuid, DocumentErrors.Quote(element.Text)));

    private static HostSuspend Suspend(Element element)
    {
        HostSuspend ways = HostSuspend.None;
        foreach ((HostSuspend way, string name) in CapabilitiesWords.Suspends)
        {
            ways |= element.First(name) is null ? HostSuspend.None : way;
        }

        return ways;
    }

    private static HostMigration ReadMigration(XmlScanner scanner)
    {
        HostMigration migration = new(IsLive: false, []);
        int depth = scanner.Depth;
        while (scanner.ReadToChild(depth))
        {
            migration = scanner.Name switch
            {
                "live" => migration with { IsLive = true },
                "uri_transports" => migration with { Transports = [.. ReadTransports(scanner)] },
                _ => migration,
            };
        }

        return migration;
    }

    private static List<string> ReadTransports(XmlScanner scanner)
    {
        List<string> transports = [];
        int depth = scanner.Depth;
        while (scanner.ReadToChild(depth))
        {
            if (scanner.Name == "uri_transport")
            {
                transports.Add(Element.WithText(scanner).Text);
            }
        }

        return transports;
    }

    private static HostCacheBank Bank(Element bank) => new(
        (int)bank.RequiredNumber("id", NumberRange.Int(0)),
        (int)bank.RequiredNumber("level", NumberRange.Int(1)),
        (HostCacheType)bank.RequiredWord("type", CapabilitiesWords.CacheTypes),
        bank.KiBOf("size"),
        bank.Cpus("cpus"));

    private static HostSecurityModel ReadSecurityModel(XmlScanner scanner)
    {
        HostSecurityModel model = new(string.Empty, string.Empty);
        int depth = scanner.Depth;
        while (scanner.ReadToChild(depth))
        {
            Element element = Element.WithText(scanner);
            model = element.Name switch
            {
                "model" => model with { Name = element.Text },
                "doi" => model with { Doi = element.Text },
                "baselabel" => model with { BaseLabels = model.BaseLabels.Add(new(element.TextOf("type") ?? string.Empty, element.Text)) },
                _ => model,
            };
        }

        return model;
    }
}
