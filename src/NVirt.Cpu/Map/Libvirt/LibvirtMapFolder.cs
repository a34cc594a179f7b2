using System.Xml;
using System.Xml.Linq;
using NVirt.Cpu.MapTables;
using NVirt.Xml;

namespace NVirt.Cpu.Map.Libvirt;

/// <summary>An element whose children are map entries, and its file.</summary>
internal readonly record struct LibvirtMapPart(string File, XElement Element);

/// <summary>A map folder in libvirt's format: <c>index.xml</c> and the files it includes (cpu-rules.md 3.1).</summary>
internal sealed class LibvirtMapFolder
{
    // libvirt's whole map has 600 KB; these limits stop a wrong folder from filling the memory. The size is that of all files.
    private const long MaxBytes = 16 << 20;
    private const int MaxIncludes = 4096;

    private readonly string _directory;
    private readonly Func<string, Stream> _open;
    private readonly XElement _root;
    private int _includes;
    private long _bytes;

    /// <summary>Reads the index of a folder.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="open">Opens one of its files, if they are not in the file system.</param>
    public LibvirtMapFolder(string directory, Func<string, Stream>? open)
    {
        _directory = directory;
        _open = open ?? PlainFile.Open;
        Index = Path.Combine(directory, "index.xml");
        _root = Load(Index);
    }

    /// <summary>The index's file.</summary>
    public string Index { get; }

    /// <summary>The position of the index's root.</summary>
    public MapPlace RootPlace => LibvirtXml.Place(Index, _root);

    /// <summary>Whether the index has an architecture.</summary>
    public bool Has(string architecture) => Find(architecture) is not null;

    /// <summary>
    /// The parts of an architecture, in order: what the index itself contains, then every include; empty if the index lacks it.
    /// </summary>
    public IEnumerable<LibvirtMapPart> PartsOf(string architecture)
    {
        if (Find(architecture) is { } own)
        {
            yield return new LibvirtMapPart(Index, own);
            foreach (XElement include in own.Descendants("include"))
            {
                yield return Include(include);
            }
        }
    }

    private XElement? Find(string architecture) =>
        _root.Elements("arch").FirstOrDefault(a => (string?)a.Attribute("name") == architecture);

    private LibvirtMapPart Include(XElement include)
    {
        string name = LibvirtXml.Required(Index, include, "filename");
        if (name != Path.GetFileName(name) || ++_includes > MaxIncludes)
        {
            throw LibvirtXml.Broken(LibvirtXml.Place(Index, include), Text.Of(Messages.Map_BadInclude, name));
        }

        string file = Path.Combine(_directory, name);
        return new LibvirtMapPart(file, Load(file));
    }

    private XElement Load(string file)
    {
        try
        {
            string text = ReadChecked(file);
            XmlReaderSettings settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
            using XmlReader reader = XmlReader.Create(new StringReader(text), settings);
            return XDocument.Load(reader, LoadOptions.SetLineInfo).Root!;
        }
        catch (XmlException e)
        {
            throw new CpuException(
                CpuErrorKind.Internal, CpuRule.BrokenMap, new DocumentErrors(file, CpuException.Of).Malformed(e).Message);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw LibvirtXml.Broken(new MapPlace(file, 0), Messages.Map_NoSuchFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw LibvirtXml.Broken(new MapPlace(file, 0), e.Message);
        }
    }

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
                throw LibvirtXml.Broken(new MapPlace(file, 0), Text.Of(Messages.Map_TooLarge, MaxBytes));
            }

            content.Write(buffer, 0, read);
        }

        return UntrustedText.Decode(content.GetBuffer().AsSpan(0, (int)content.Length), new DocumentErrors(file, CpuException.Of));
    }

    // Invalid text, too deep nesting, tags that are too long, document types.
    private string ReadChecked(string file)
    {
        try
        {
            string text = ReadText(file);
            using XmlScanner scanner = new(text, file, isSequence: false, CpuException.Of);
            scanner.ReadToOnlyRoot("<cpus>");
            scanner.ReadToEnd();
            return text;
        }
        catch (CpuException e)
        {
            throw new CpuException(CpuErrorKind.Internal, CpuRule.BrokenMap, e.Refusal.Reasons[0].Subject);
        }
    }
}
