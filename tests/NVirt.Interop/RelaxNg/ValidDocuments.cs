using System.Text.Json;
using System.Xml.Linq;
using NVirt.RelaxNg.Patterns;
using NVirt.Testing;

namespace NVirt.Interop.RelaxNg;

/// <summary>Realistic documents: samples, examples, libvirt's output, and the conformance documents if they are available.</summary>
internal sealed class ValidDocuments
{
    private static readonly string Samples = Path.Combine(Places.Root, "tests", "NVirt.Interop", "RelaxNg", "samples");
    private static readonly string Examples = Path.Combine(Places.Root, "docs", "examples");

    // The names of libvirt's schemas and of ours for this root.
    private static readonly Dictionary<string, (string? Theirs, string? Ours)> Schemas = new(StringComparer.Ordinal)
    {
        ["cpu"] = ("cpu", "cpu"),
        ["cpudata"] = (null, "cpudata"),
        ["capabilities"] = ("capability", "capabilities"),
        ["domain"] = ("domain", "domain"),
        ["domainCapabilities"] = ("domaincaps", "domaincapabilities"),
        ["pool"] = ("storagepool", null),
        ["volume"] = ("storagevol", null),
        ["device"] = ("nodedev", null),
        ["filter"] = ("nwfilter", null),
        ["filterbinding"] = ("nwfilterbinding", null),
        ["storagepoolCapabilities"] = ("storagepoolcaps", null),
    };

    private readonly List<(string Root, string Xml)> _all = [];

    public ValidDocuments(Libvirt libvirt)
    {
        AddFolder(Samples);
        AddFolder(Examples, SearchOption.TopDirectoryOnly);
        AddOfLibvirt(libvirt);
        if (Places.SharedIfThere("conformance", "data") is { } shared)
        {
            AddFolder(shared);
        }
    }

    /// <summary>Those that belong to a schema of libvirt's.</summary>
    public string[] OfTheirs(string schema) =>
        [.. _all.Where(d => (Schemas.TryGetValue(d.Root, out var names) ? names.Theirs : d.Root) == schema).Select(d => d.Xml)];

    /// <summary>Those that belong to a schema of ours.</summary>
    public string[] OfOurs(string schema) => [.. _all.Where(d => Schemas.GetValueOrDefault(d.Root).Ours == schema).Select(d => d.Xml)];

    private void AddOfLibvirt(Libvirt libvirt)
    {
        foreach (JsonElement document in libvirt.Ask("test", "documents").Get().EnumerateArray())
        {
            Add(document.GetString()!);
        }

        Add(libvirt.Ask("embed", "getCapabilities").Get().GetString()!);
        Add(libvirt.Ask("embed", "getDomainCapabilities", "/usr/bin/qemu-system-x86_64", "x86_64", "q35", "qemu").Get().GetString()!);

        // With everything that libvirt fills in. Some are not for QEMU.
        foreach (string xml in OfTheirs("domain"))
        {
            LibvirtAnswer filledIn =
                libvirt.Ask("embed", "describeDomain", xml.Replace("<domain type='kvm'", "<domain type='qemu'", StringComparison.Ordinal));
            if (filledIn.Code == 0)
            {
                Add(filledIn.Value.GetString()!);
            }
        }
    }

    private void AddFolder(string folder, SearchOption where = SearchOption.AllDirectories)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*.xml", where).Order(StringComparer.Ordinal))
        {
            Add(File.ReadAllText(file));
        }
    }

    private void Add(string xml) => _all.Add((XElement.Parse(xml).Name.LocalName, xml));
}
