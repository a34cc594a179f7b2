using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Cpu.Xml;
using NVirt.Xml;

namespace NVirt.Domains.Capabilities.Domains;

/// <summary>Reads the parts of domain capabilities that NVirt interprets.</summary>
internal static class DomainCapabilitiesInterpreter
{
    /// <summary>The words for a hypervisor's yes and no.</summary>
    public static string[] Usabilities { get; } = ["no", "yes", "unknown"];

    /// <summary>Reads the element that the scanner is on, and moves to its end.</summary>
    public static DomainCapabilities Read(XmlScanner scanner)
    {
        DomainCapabilities read = new();
        int depth = scanner.Depth;
        while (scanner.ReadToChild(depth))
        {
            read = scanner.Name switch
            {
                "path" => read with { Path = scanner.ReadText() },
                "domain" => read with { DomainType = scanner.ReadText() },
                "machine" => read with { Machine = scanner.ReadText() },
                "arch" => read with { Arch = Arch(Element.WithText(scanner)) },
                "vcpu" => read with { MaxVcpus = (int?)Element.Head(scanner).Number("max", NumberRange.Int(0)) },
                "cpu" => read with { Cpu = Cpu(scanner) },
                _ => read,
            };
        }

        return read;
    }

    private static CpuArchitecture Arch(Element arch) => CpuArchitectures.TryParse(arch.Text, out CpuArchitecture known)
        ? known
        : throw arch.Malformed(Text.Of(Messages.DomainCapabilities_UnknownArch, DocumentErrors.Quote(arch.Text)), MistakeKind.Unsupported);

    private static DomainCpuCapabilities Cpu(XmlScanner scanner)
    {
        DomainCpuCapabilities read = new();
        int depth = scanner.Depth;
        while (scanner.ReadToChild(depth))
        {
            if (scanner.Name == "mode" && Element.Head(scanner) is var mode && mode.YesNo("supported") == true)
            {
                read = mode.TextOf("name") switch
                {
                    "host-passthrough" => read with { HostPassthrough = Migratable(scanner) },
                    "maximum" => read with { Maximum = Migratable(scanner) },
                    "host-model" => read with { HostModel = EmbeddedCpu.ReadInside(scanner) },
                    "custom" => read with { Custom = Models(scanner) },
                    _ => read,
                };
            }
        }

        return read;
    }

    // <enum name='...Migratable'> with <value> on, off.
    private static ImmutableArray<bool> Migratable(XmlScanner scanner)
    {
        ImmutableArray<bool>.Builder values = ImmutableArray.CreateBuilder<bool>();
        int depth = scanner.Depth;
        while (scanner.ReadToChild(depth))
        {
            int inside = scanner.Depth;
            while (scanner.ReadToChild(inside))
            {
                if (scanner.Name == "value")
                {
                    values.Add(scanner.ReadText() == XmlWords.OnOff[0]);
                }
            }
        }

        return values.ToImmutable();
    }

    private static ImmutableArray<DomainCpuModel> Models(XmlScanner scanner)
    {
        List<DomainCpuModel> models = [];
        int depth = scanner.Depth;
        while (scanner.ReadToChild(depth))
        {
            if (scanner.Name == "model")
            {
                models.Add(Model(Element.WithText(scanner)));
            }
            else if (scanner.Name == "blockers")
            {
                Element blockers = Element.Tree(scanner);
                int place = models.FindIndex(m => m.Name == blockers.TextOf("model"));
                if (place < 0)
                {
                    throw blockers.Malformed(Messages.DomainCapabilities_BlockersWithoutModel);
                }

                models[place] =
                    models[place] with { Blockers = [.. blockers.All("feature").Select(f => f.TextOf("name")).OfType<string>()] };
            }
        }

        return [.. models];
    }

    private static DomainCpuModel Model(Element model) => new(model.Text)
    {
        IsUsable = model.Word("usable", Usabilities) switch
        {
            0 => false,
            1 => true,
            _ => null,
        },
        IsDeprecated = model.YesNo("deprecated") ?? false,
        Vendor = model.TextOf("vendor"),
        Canonical = model.TextOf("canonical"),
    };
}
