using System.Globalization;
using System.Text;
using NVirt.RelaxNg;
using NVirt.Testing;

namespace NVirt.Interop.RelaxNg;

/// <summary>libvirt's messages about typical mistakes in a domain when it validates it, and ours.</summary>
public sealed class MistakeTests(Libvirt libvirt)
{
    private static readonly string Folder = Path.Combine(Places.Root, "docs", "examples", "mistakes");

    [Fact]
    public void Typical_mistakes()
    {
        RelaxNgSchema schema = RelaxNgSchema.Load(Path.Combine(Places.Root, "schemas", "domain.rng"));
        StringBuilder all = new();
        foreach (string file in Directory.EnumerateFiles(Folder, "*.xml").Order(StringComparer.Ordinal))
        {
            string xml = File.ReadAllText(file);
            LibvirtAnswer answer = libvirt.Ask("embed", "defineValid", xml);
            all.Append(CultureInfo.InvariantCulture, $"{Path.GetFileName(file)}\n")
                .Append(CultureInfo.InvariantCulture,
                $"  libvirt: {answer.Message?.TrimEnd().ReplaceLineEndings("\n           ") ?? "defined"}\n")
                .Append(CultureInfo.InvariantCulture, $"  NVirt:   {string.Join("\n           ", schema.Validate(xml))}\n");
        }

        Golden.Check(all.ToString(), "mistakes");
    }
}
