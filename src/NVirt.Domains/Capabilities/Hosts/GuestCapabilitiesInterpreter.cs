using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Domains.Capabilities.Hosts;

/// <summary>Reads one <c>guest</c> of capabilities.</summary>
internal static class GuestCapabilitiesInterpreter
{
    /// <summary>Reads the element that the scanner is on, and moves to its end.</summary>
    public static GuestCapabilities Read(XmlScanner scanner)
    {
        Element root = Element.Head(scanner);
        string osType = "hvm";
        GuestCapabilities? guest = null;
        List<GuestFeature> features = [];
        int depth = scanner.Depth;
        while (scanner.ReadToChild(depth))
        {
            switch (scanner.Name)
            {
                case "os_type":
                    osType = scanner.ReadText();
                    break;
                case "arch":
                    guest ??= ReadArch(scanner);
                    break;
                case "features":
                    ReadFeatures(scanner, features);
                    break;
            }
        }

        return guest is null
            ? throw root.Malformed(Messages.Capabilities_ArchMissing)
            : guest with { OsType = osType, Features = [.. features] };
    }

    private static GuestCapabilities ReadArch(XmlScanner scanner)
    {
        GuestCapabilities guest = new(Arch(Element.Head(scanner)));
        List<GuestMachine> machines = [];
        List<string> types = [];
        int depth = scanner.Depth;
        while (scanner.ReadToChild(depth))
        {
            switch (scanner.Name)
            {
                case "wordsize":
                    guest = guest with { WordSize = WordSize(Element.WithText(scanner)) };
                    break;
                case "emulator":
                    guest = guest with { Emulator = scanner.ReadText() };
                    break;
                case "loader":
                    guest = guest with { Loader = scanner.ReadText() };
                    break;
                case "machine":
                    machines.Add(Machine(Element.WithText(scanner)));
                    break;
                case "domain":
                    types.Add(Element.Head(scanner).TextOf("type") ?? string.Empty);
                    break;
            }
        }

        return guest with { Machines = [.. machines], DomainTypes = [.. types] };
    }

    private static CpuArchitecture Arch(Element element)
    {
        string name = element.TextOf("name") ?? throw element.Missing("name", CpuWords.Architectures);
        return CpuArchitectures.TryParse(name, out CpuArchitecture arch)
            ? arch
            : throw element.Bad("name", CpuWords.Architectures, MistakeKind.Unsupported);
    }

    private static int WordSize(Element element)
    {
        ulong bits = element.NumberOfText();
        return bits is 31 or 32 or 64 ? (int)bits : throw element.Malformed(Text.Of(Messages.Capabilities_WordSize, bits));
    }

    private static GuestMachine Machine(Element machine) => new(machine.Text)
    {
        Canonical = machine.TextOf("canonical"),
        MaxCpus = (int?)machine.Number("maxCpus", NumberRange.Int(0)),
        IsDeprecated = machine.YesNo("deprecated") ?? false,
    };

    private static void ReadFeatures(XmlScanner scanner, List<GuestFeature> features)
    {
        int depth = scanner.Depth;
        while (scanner.ReadToChild(depth))
        {
            if (scanner.Name.Length > 0)
            {
                Element feature = Element.Head(scanner);
                features.Add(new GuestFeature(feature.Name, feature.OnOff("default"), feature.YesNo("toggle")));
            }
        }
    }
}
