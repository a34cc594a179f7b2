using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using NVirt.Cpu.Map.Build;
using NVirt.Cpu.Xml;

namespace NVirt.Cpu.Map;

/// <summary>Reads the x86 part of a map folder in libvirt's format: <c>index.xml</c> and the files it includes (cpu-core.md 3.1).</summary>
internal sealed class LibvirtMapReader
{
    // libvirt's whole map has 600 KB; these stop a wrong folder from filling the memory. The size is that of all files.
    private const long MaxBytes = 16 << 20;
    private const int MaxIncludes = 4096;

    private readonly string _directory;
    private readonly Func<string, Stream> _open;
    private readonly MapSource _map = new();
    private int _includes;
    private long _bytes;

    private LibvirtMapReader(string directory, Func<string, Stream> open)
    {
        _directory = directory;
        _open = open;
    }

    /// <summary>Reads a map.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="open">Opens one of its files, where they are not in the file system.</param>
    public static X86Map Read(string directory, Func<string, Stream>? open = null)
    {
        LibvirtMapReader reader = new(directory, open ?? OpenFile);
        string index = Path.Combine(directory, "index.xml");
        XElement root = reader.Load(index);
        XElement architecture = root.Elements("arch").FirstOrDefault(a => (string?)a.Attribute("name") == "x86")
            ?? throw Broken(Place(index, root), Messages.Map_NoX86);
        reader.ReadEntries(index, architecture);
        foreach (XElement include in architecture.Descendants("include"))
        {
            reader.Include(index, include);
        }

        List<MapProblem> problems = [];
        X86TableData tables = X86TableBuilder.Build(reader._map, problems);
        return problems.Count == 0
            ? new X86Map(new LoadedX86Tables(tables))
            : throw Broken(problems[0].Place, problems[0].Message);
    }

    private void Include(string index, XElement include)
    {
        string name = Required(index, include, "filename");
        if (name != Path.GetFileName(name) || ++_includes > MaxIncludes)
        {
            throw Broken(Place(index, include), Text.Of(Messages.Map_BadInclude, name));
        }

        string file = Path.Combine(_directory, name);
        ReadEntries(file, Load(file));
    }

    // In each file: vendors, then features, then models.
    private void ReadEntries(string file, XElement parent)
    {
        foreach (XElement vendor in parent.Elements("vendor"))
        {
            _map.Vendors.Add(new VendorSource(Required(file, vendor, "name"), Required(file, vendor, "string"), Place(file, vendor)));
        }

        foreach (XElement feature in parent.Elements("feature"))
        {
            _map.Features.Add(ReadFeature(file, feature));
        }

        foreach (XElement model in parent.Elements("model"))
        {
            _map.Models.Add(new LibvirtModelReader(file, model).Read());
        }
    }

    private static FeatureSource ReadFeature(string file, XElement element)
    {
        string name = Required(file, element, "name");
        List<BitSource> bits = [];
        foreach (XElement child in element.Elements())
        {
            if (child.Name == "cpuid" || child.Name == "msr")
            {
                bool msr = child.Name == "msr";
                uint leaf = Number(file, child, msr ? "index" : "eax_in", required: true);
                uint subleaf = msr ? 0 : Number(file, child, "ecx_in");
                foreach (RegisterName register in Enum.GetValues<RegisterName>())
                {
                    uint value = Number(file, child, register.ToString().ToLowerInvariant());
                    for (; value != 0; value &= value - 1)
                    {
                        bits.Add(new BitSource(msr, leaf, subleaf, register, System.Numerics.BitOperations.TrailingZeroCount(value)));
                    }
                }
            }
        }

        if (bits.Count != 1)
        {
            throw Broken(Place(file, element), new MapProblem(MapProblemKind.OneBitNeeded, Place(file, element), name, bits.Count).Message);
        }

        FeatureSource feature = new(name, bits[0], Place(file, element)) { Migratable = (string?)element.Attribute("migratable") != "no" };
        feature.Aliases.AddRange(element.Elements("alias").Select(a => new AliasSource(Required(file, a, "name"), Required(file, a, "source"))));
        return feature;
    }

    private XElement Load(string file)
    {
        try
        {
            string text = ReadText(file);
            RefuseHostile(text, file);
            XmlReaderSettings settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
            using XmlReader reader = XmlReader.Create(new StringReader(text), settings);
            return XDocument.Load(reader, LoadOptions.SetLineInfo).Root!;
        }
        catch (XmlException e)
        {
            throw new CpuException(CpuErrorKind.Internal, CpuRule.BrokenMap, new DocumentErrors(file).Malformed(e).Message);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Broken(new MapPlace(file, 0), Messages.Map_NoSuchFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Broken(new MapPlace(file, 0), e.Message);
        }
    }

    // A path, and nothing that a reader of XML would fetch from elsewhere.
    private static FileStream OpenFile(string file) => new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private string ReadText(string file)
    {
        using Stream stream = _open(file);
        using MemoryStream content = new();
        byte[] buffer = new byte[64 * 1024];
        for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            _bytes += read;
            if (_bytes > MaxBytes)
            {
                throw Broken(new MapPlace(file, 0), Text.Of(Messages.Map_TooLarge, MaxBytes));
            }

            content.Write(buffer, 0, read);
        }

        content.Position = 0;
        using StreamReader text = new(content, Encoding.UTF8);
        return text.ReadToEnd();
    }

    // Too deep, tags that are too long, document types.
    private static void RefuseHostile(string text, string file)
    {
        try
        {
            using XmlScanner scanner = new(text, file, isSequence: false);
            scanner.ReadToOnlyRoot("<cpus>");
            scanner.ReadToEnd();
        }
        catch (CpuException e)
        {
            throw new CpuException(CpuErrorKind.Internal, CpuRule.BrokenMap, e.Refusal.Reasons[0].Subject);
        }
    }

    internal static string Required(string file, XElement element, string attribute) => (string?)element.Attribute(attribute) is { Length: > 0 } value
        ? value
        : throw Broken(Place(file, element), Text.Of(Messages.Map_NoAttribute, element.Name.LocalName, attribute));

    internal static MapPlace Place(string file, XElement element)
    {
        IXmlLineInfo info = element;
        return new MapPlace(file, info.LineNumber, info.LinePosition);
    }

    internal static CpuException Broken(MapPlace place, string problem)
    {
        string where = place.Line == 0 ? place.File : $"{place.File}:{place.Line}:{place.Column}";
        return new CpuException(CpuErrorKind.Internal, CpuRule.BrokenMap, $"{where}: {problem}");
    }

    private static uint Number(string file, XElement element, string attribute, bool required = false)
    {
        string? text = required ? Required(file, element, attribute) : (string?)element.Attribute(attribute);
        if (text is null)
        {
            return 0;
        }

        bool hex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return uint.TryParse(hex ? text[2..] : text, hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out uint value)
            ? value
            : throw Broken(Place(file, element), Text.Of(Messages.Map_BadNumber, attribute, text));
    }
}
