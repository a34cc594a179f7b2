using NVirt.Xml;

namespace NVirt.Cpu.Xml;

/// <summary>Reads what stands beside a <c>cpu</c> element. Mistakes there are told when the whole document is read.</summary>
internal static class SurroundingsReader
{
    // Any host gives these.
    private static readonly string[] Anywhere = ["spinlocks", "vendor_id"];

    // Parts of an enlightenment: its name, the child, what QEMU calls it.
    private static readonly (string Of, string Child, string Name)[] Parts =
    [
        ("stimer", "direct", "stimer-direct"),
        ("tlbflush", "direct", "tlbflush-direct"),
        ("tlbflush", "extended", "tlbflush-ext"),
    ];

    /// <summary>A domain's <c>features</c>.</summary>
    public static CpuSurroundings OfFeatures(CpuSurroundings known, Element features)
    {
        List<string> kvm = [];
        if (features.First("apic")?.TextOf("eoi") == "on")
        {
            kvm.Add("kvm-pv-eoi");
        }

        if (IsOn(features.First("pvspinlock")))
        {
            kvm.Add("kvm-pv-unhalt");
        }

        if (IsOn(features.First("kvm")?.First("poll-control")))
        {
            kvm.Add("kvm-poll-control");
        }

        return known with
        {
            HyperV = features.First("hyperv") is { } hyperV && hyperV.TextOf("mode") != "passthrough" ? [.. HyperVOf(hyperV)] : null,
            Kvm = kvm,
            Pmu = features.First("pmu") is { } pmu ? pmu.TextOf("state") != "off" : null,
        };
    }

    /// <summary>The <c>features</c> of domain capabilities: which enlightenments there are.</summary>
    public static CpuSurroundings? OfOffer(XmlScanner scanner)
    {
        CpuSurroundings? found = null;
        int depth = scanner.Depth;
        while (scanner.ReadToChild(depth))
        {
            if (scanner.Name == "hyperv")
            {
                bool isThere = Element.Head(scanner).TextOf("supported") != "no";
                List<string> names = [.. Values(scanner)];
                found = isThere && names.Count == 0 ? null
                    : new CpuSurroundings { HyperV = [.. names.Except(Anywhere, StringComparer.Ordinal).Select(QemuName)] };
            }
        }

        return found;
    }

    /// <summary>The machines of a <c>guest</c> of capabilities, with the architecture that they are of.</summary>
    public static (string? Arch, List<string> Machines) OfGuest(XmlScanner scanner)
    {
        string? arch = null;
        List<string> machines = [];
        int depth = scanner.Depth;
        while (scanner.ReadToChild(depth))
        {
            if (scanner.Name == "arch")
            {
                arch = Element.Head(scanner).TextOf("name");
                int inner = scanner.Depth;
                while (scanner.ReadToChild(inner))
                {
                    if (scanner.Name == "machine")
                    {
                        scanner.Keep();
                        machines.Add(scanner.ReadText());
                    }
                }
            }
        }

        return (arch, machines);
    }

    private static IEnumerable<string> Values(XmlScanner scanner)
    {
        int depth = scanner.Depth;
        while (scanner.ReadToChild(depth))
        {
            if (scanner.Name != "enum" || Element.Head(scanner).TextOf("name") != "features")
            {
                continue;
            }

            int inner = scanner.Depth;
            while (scanner.ReadToChild(inner))
            {
                if (scanner.Name == "value")
                {
                    scanner.Keep();
                    yield return scanner.ReadText();
                }
            }
        }
    }

    private static IEnumerable<string> HyperVOf(Element hyperV)
    {
        foreach (Element one in hyperV.Children.Where(c => IsOn(c) && !Anywhere.Contains(c.Name, StringComparer.Ordinal)))
        {
            yield return QemuName(one.Name);
            foreach ((_, _, string name) in Parts.Where(p => p.Of == one.Name && IsOn(one.First(p.Child))))
            {
                yield return name;
            }
        }
    }

    private static string QemuName(string name) => name.Replace('_', '-');

    private static bool IsOn(Element? element) => element?.TextOf("state") == "on";
}
