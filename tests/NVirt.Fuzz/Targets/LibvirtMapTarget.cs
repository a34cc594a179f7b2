using System.Text;
using System.Xml.Linq;
using NVirt.Cpu;
using NVirt.Cpu.Map.Libvirt;
using NVirt.RelaxNg;
using NVirt.RelaxNg.Patterns;

namespace NVirt.Fuzz.Targets;

/// <summary>A folder with a map in libvirt's format: the index, a line of dashes, and the file <c>all.xml</c>.</summary>
internal sealed class LibvirtMapTarget : Target
{
    private const string Separator = "\n----\n";

    public override string Name => "libvirt-map";

    public override string[] Words =>
    [
        Separator, "<arch name='x86'>", "</arch>", "<include filename='all.xml'/>", "<include filename='../all.xml'/>",
            "<include filename=''/>",
        "<include filename='\0'/>", "<group name='g'>", "</group>", "<cpus>", "</cpus>", "<vendor name='Intel' string='GenuineIntel'/>",
            "<vendor name='Intel'/>",
        "<feature name='a'><cpuid eax_in='1' edx='2'/></feature>", "<feature name='b'><msr index='0x10a' eax='4'/></feature>",
            "<feature name='a'/>",
        "<feature name='b' removed='yes'/>", "<feature name='b' added='yes'/>", "<model name='m'>", "<model name='n'>", "<model name='m'/>",
            "</model>",
        "<decode host='on' guest='off'/>", "<signature family='6' model='1' stepping='0-3,5'/>", "<check partial='compat'/>",
            "migratable='no'",
        "<alias name='x' source='qemu'/>", "0x00000001", "<arch name='ppc64'>", "<arch name='arm'>", "<vendor name='IBM'/>",
            "<vendor name='ARM' value='0x41'/>",
        "<feature name='sve'/>", "<pvr value='0x004b0000' mask='0xffff0000'/>", "<pvr value='0xd0c'/>", "mask='ffff0000'",
            "<!DOCTYPE cpus>", "&#9;",
    ];

    public override Outcome Check(byte[] input)
    {
        string[] files = XmlOpinion.Text(input).Split(Separator, 2);
        string all = files.Length > 1 ? files[1] : string.Empty;
        List<XElement>? x86 = Entries("x86", files[0], all);
        List<XElement>? ppc64 = Entries("ppc64", files[0], all);
        List<XElement>? arm = Entries("arm", files[0], all);
        bool isBroken = x86 is null || ppc64 is null || arm is null || !Has("x86", files[0])
            || IsBroken(x86) || PvrMapOpinion.IsBroken(ppc64, isArm: false) || PvrMapOpinion.IsBroken(arm, isArm: true);
        Attempt<CpuMap> attempt = new(() => LibvirtMapInterpreter.Read("map", file => Open(Path.GetFileName(file), files[0], all)));
        return attempt.Against(
            isBroken ? false : null,
            map => Compare(map, x86!) ?? PvrMapOpinion.Compare(map, ppc64!, CpuArchitecture.Ppc64)
                ?? PvrMapOpinion.Compare(map, arm!, CpuArchitecture.Aarch64));
    }

    private static MemoryStream Open(string name, string index, string all) => name switch
    {
        "index.xml" => new(Encoding.UTF8.GetBytes(index)),
        "all.xml" => new(Encoding.UTF8.GetBytes(all)),
        _ => throw new FileNotFoundException(name),
    };

    private static bool Has(string name, string index) => Arch(name, index) is not null;

    private static XElement? Arch(string name, string index) =>
        XmlOpinion.Load(index)?.Root?.Elements("arch").FirstOrDefault(a => (string?)a.Attribute("name") == name);

    // Vendors, features and models in the order of the files; null if one cannot be read.
    private static List<XElement>? Entries(string name, string index, string all)
    {
        XElement? arch = Arch(name, index);
        List<XElement> parents = arch is null ? [] : [arch];
        foreach (XElement include in arch?.Descendants("include") ?? [])
        {
            string? file = (string?)include.Attribute("filename");
            string? text = file == "all.xml" ? all : file == "index.xml" ? index : null;
            XElement? root = text is null ? null : XmlOpinion.Load(text)?.Root;
            if (root is null)
            {
                return null;
            }

            parents.Add(root);
        }

        return [.. parents.SelectMany(p => new[] { "vendor", "feature", "model" }.SelectMany(n => p.Elements(n)))];
    }

    // Mistakes that must be refused; others may be.
    private static bool IsBroken(List<XElement> entries)
    {
        List<string?> earlier = [];
        foreach (XElement entry in entries)
        {
            string kind = entry.Name.LocalName;
            string name = $"{kind} {(string?)entry.Attribute("name")}";
            bool isModel = kind == "model";
            bool hasUnknown = isModel && entry.Elements().Any(e => e.Name.LocalName switch
            {
                "feature" or "vendor" =>
                    !entries.Exists(f => f.Name == e.Name && (string?)f.Attribute("name") == (string?)e.Attribute("name")),
                _ => false,
            });
            bool hasLater = isModel && entry.Element("model") is { } ancestor
                && !earlier.Contains($"model {(string?)ancestor.Attribute("name")}");
            bool isNameless = string.IsNullOrEmpty((string?)entry.Attribute("name"));
            if (earlier.Contains(name) || isNameless || hasUnknown || hasLater || (isModel && entry.Element("decode") is null))
            {
                return true;
            }

            earlier.Add(name);
        }

        return false;
    }

    private static string? Compare(CpuMap map, List<XElement> entries)
    {
        Dictionary<string, HashSet<string>> models = new(StringComparer.Ordinal);
        Dictionary<string, HashSet<string>> removed = new(StringComparer.Ordinal);
        foreach (XElement model in entries.Where(e => e.Name == "model"))
        {
            string name = model.Attribute("name")!.Value;
            HashSet<string> bits = new(StringComparer.Ordinal);
            if ((string?)model.Element("model")?.Attribute("name") is { } ancestor)
            {
                bits.UnionWith(models[ancestor]);
                bits.ExceptWith(removed[ancestor]);
            }

            bits.UnionWith(
                model.Elements("feature").Where(f => !IsYes(f, "removed") && !IsYes(f, "added")).Select(f => f.Attribute("name")!.Value));
            models.Add(name, bits);
            removed.Add(
                name, new(model.Elements("feature").Where(f => IsYes(f, "removed"))
                    .Select(f => f.Attribute("name")!.Value), StringComparer.Ordinal));
        }

        IEnumerable<string> features = entries.Where(e => e.Name == "feature").Select(f => f.Attribute("name")!.Value);
        return !map.Features(CpuArchitecture.X86_64).Select(f => f.Name).SequenceEqual(features) ? "other features"
            : !map.Models(CpuArchitecture.X86_64).Select(m => m.Name).SequenceEqual(models.Keys) ? "other models"
            : map.Models(CpuArchitecture.X86_64).FirstOrDefault(m => !models[m.Name].SetEquals(m.Features)) is { } other
            ? $"other features of {other.Name}"
            : null;
    }

    private static bool IsYes(XElement feature, string attribute) => (string?)feature.Attribute(attribute) == "yes";
}
