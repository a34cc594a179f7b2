using System.Collections.Immutable;
using System.Globalization;
using NVirt.Cpu;
using NVirt.Platforms;
using NVirt.Platforms.Trees;
using NVirt.Xml;

namespace NVirt.Fleet.Inventories;

/// <summary>
/// A file of YAML or JSON that lists hosts and guests with the files that speak of them: <c>version: 1</c>, <c>hosts</c>, <c>guests</c>,
/// <c>pools</c>. A word that is not known is refused, so that no mistake changes an answer.
/// </summary>
internal sealed class InventoryList
{
    private readonly PlatformText _text;
    private readonly TreeNode _root;
    private readonly string _folder;
    private readonly Dictionary<ListedFile, ReadSource> _read = [];

    private InventoryList(PlatformText text, TreeNode root, string folder)
    {
        _text = text;
        _root = root;
        _folder = folder;
    }

    /// <summary>The list that a file holds; <see langword="null"/> if it holds something else.</summary>
    public static InventoryList? Find(byte[] content, string path)
    {
        if (content.Length > PlatformText.MaxBytes)
        {
            return null;
        }

        try
        {
            PlatformText text = new(content, path);
            return !text.IsXml && (text.IsJson || text.HasKey("version")) && text.Documents is [{ IsMap: true } root]
                && root.Has("version") && (root.Has("hosts") || root.Has("guests"))
                ? new InventoryList(text, root, Path.GetDirectoryName(path) ?? string.Empty) : null;
        }
        catch (CpuException)
        {
            // Whoever reads it as something else says what is wrong.
            return null;
        }
    }

    /// <summary>Adds everything that it lists.</summary>
    public void AddTo(SubjectTable subjects, InventoryOptions options)
    {
        Only(_root, "version", "hosts", "guests", "pools");
        if (_root.TextOf("version") != "1")
        {
            throw _text.Refuse(_root.Find("version")!, Messages.Inventory_Version);
        }

        Read(SourcesOf(_root), options);
        foreach ((string name, TreeNode host) in MembersOf(_root.Find("hosts")))
        {
            AddHost(subjects, options, name, host);
        }

        foreach ((string name, TreeNode guest) in MembersOf(_root.Find("guests")))
        {
            AddGuest(subjects, options, name, guest);
        }

        foreach ((string name, TreeNode pool) in MembersOf(_root.Find("pools")))
        {
            TreeNode hosts = pool.IsMap ? pool.Find("hosts") ?? throw _text.Refuse(pool, Text.Of(Messages.Inventory_Missing, "hosts"))
                : pool;
            subjects.AddPool(new FleetPool(name, [.. hosts.Items.Select(Word)]));
        }
    }

    private void AddHost(SubjectTable subjects, InventoryOptions options, string name, TreeNode host)
    {
        if (host.IsMap)
        {
            Only(host, "source", "document", "form", "time", "weight", "memory", "labels", "kernel", "qemu", "libvirt", "firmware",
                "microcode");
        }

        if (host.TextOf("libvirt") is { } version && !FleetVersions.TryParse(version, out _))
        {
            subjects.AddRemark(Text.Of(Messages.Inventory_Libvirt, name, version));
        }

        DateTimeOffset? time = host.TextOf("time") is { } written ? TimeOf(host.Find("time")!, written) : null;
        foreach (string source in SourcesOf(host, "source"))
        {
            string path = Path.Combine(_folder, source);
            CpuStatement? read = null;
            try
            {
                read = Select(path, host, options, StatementSubject.Host);
            }
            catch (CpuException e)
            {
                subjects.AddProblem(name, e.Message);
                subjects.AddRemark(Text.Of(Messages.Inventory_Unreachable, name, e.Message));
            }

            if (read is not null)
            {
                subjects.Add(name, read, time ?? InventoryReader.TimeOf(path));
            }
        }

        subjects.AddProblem(name, Messages.Inventory_NoSource);
        subjects.Describe(name, d => d with
        {
            Weight = NumberOf(host, "weight") ?? d.Weight,
            MemoryMiB = NumberOf(host, "memory"),
            Time = time ?? d.Time,
            IsFileTime = time is null,
            Versions = new FleetVersions
            {
                Kernel = host.TextOf("kernel"),
                Qemu = host.TextOf("qemu"),
                Libvirt = host.TextOf("libvirt"),
                Firmware = host.TextOf("firmware"),
                Microcode = host.TextOf("microcode"),
            },
            Labels = MembersOf(host.Find("labels")).ToImmutableSortedDictionary(l => l.Key, l => Word(l.Value), StringComparer.Ordinal),
        });
    }

    private void AddGuest(SubjectTable subjects, InventoryOptions options, string name, TreeNode guest)
    {
        if (guest.IsMap)
        {
            Only(guest, "source", "live", "document", "form", "host", "state", "memory");
        }

        bool hasRead = false;
        foreach (string member in (string[])["source", "live"])
        {
            foreach (string source in SourcesOf(guest, member))
            {
                CpuStatement read = Select(Path.Combine(_folder, source), guest, options, StatementSubject.Guest);
                subjects.Add(name, member == "live" ? read with { Truth = StatementTruth.Live } : read, time: null);
                hasRead = true;
            }
        }

        if (!hasRead)
        {
            throw _text.Refuse(guest, Text.Of(Messages.Inventory_Missing, "source"));
        }

        bool? isRunning = guest.TextOf("state") switch
        {
            "running" => true,
            "off" => false,
            null => null,
            _ => throw _text.Refuse(guest.Find("state")!, Messages.Inventory_State),
        };
        subjects.DescribeGuest(name, d => d with
        {
            Host = guest.TextOf("host") ?? d.Host,
            IsRunning = isRunning ?? d.IsRunning,
            MemoryMiB = NumberOf(guest, "memory"),
        });
    }

    // One file may speak of many: the document of that number or name, else the only one of its kind.
    private CpuStatement Select(string path, TreeNode node, InventoryOptions options, StatementSubject subject)
    {
        ListedFile file = FileOf(path, node);
        Read([file], options);
        IReadOnlyList<CpuStatement> all = _read[file].Statements ?? throw _read[file].Problem!;
        CpuStatement[] fit = [.. all.Where(s => s.Subject == subject)];
        if (node.TextOf("document") is { } wanted)
        {
            int number = Digits.TryParse(wanted, out int n) ? n : 0;
            fit = number > 0 && number <= all.Count ? [all[number - 1]] : [.. fit.Where(s => s.Name == wanted)];
        }

        return fit is [var one] && one.Subject == subject ? one
            : throw FleetErrors.Unreadable(Text.Of(Messages.Inventory_NotOne, path, fit.Length));
    }

    private void Read(IEnumerable<ListedFile> files, InventoryOptions options)
    {
        ListedFile[] wanted = [.. files.Where(f => !_read.ContainsKey(f)).Distinct()];
        foreach ((int i, ReadSource read) in ReadSource.OfAll(
            wanted,
            f => new ReadSource(SourceReader.Read(SourceReader.Bytes(f.Path), f.Path, options.TheMap, f.Form, f.Libvirt), null),
            options.Threads).Index())
        {
            _read[wanted[i]] = read;
        }
    }

    private static ListedFile FileOf(string path, TreeNode node) => new(
        path, node.TextOf("form"),
        node.TextOf("libvirt") is { } version && FleetVersions.TryParse(version, out Version? libvirt) ? libvirt : null);

    private List<ListedFile> SourcesOf(TreeNode root)
    {
        List<ListedFile> files = [];
        try
        {
            foreach (string section in (string[])["hosts", "guests"])
            {
                foreach ((_, TreeNode node) in MembersOf(root.Find(section)))
                {
                    files.AddRange(((string[])["source", "live"]).SelectMany(m => SourcesOf(node, m))
                        .Select(f => FileOf(Path.Combine(_folder, f), node)));
                }
            }
        }
        catch (CpuException)
        {
            // Whoever adds what the list says comes to the same mistake, and tells it.
        }

        return files;
    }

    private IEnumerable<string> SourcesOf(TreeNode node, string member) =>
        node.IsScalar ? member == "source" ? [node.Text] : []
        : node.Find(member) is not { } source ? []
        : source.Kind == TreeKind.List ? source.Items.Select(Word) : [Word(source)];

    private IReadOnlyList<(string Key, TreeNode Value)> MembersOf(TreeNode? node) => node is null || node.Kind == TreeKind.Nothing ? []
        : node.IsMap ? node.Members : throw _text.Refuse(node, Messages.Inventory_NotMap);

    private string Word(TreeNode node) => node.IsScalar ? node.Text : throw _text.Refuse(node, Messages.Inventory_NotText);

    private long? NumberOf(TreeNode node, string name) => node.Find(name) is not { } member ? null
        : member.Unsigned() is { } number and > 0 and <= 1_000_000_000_000 ? (long)number
        : throw _text.Refuse(member, Text.Of(Messages.Inventory_Number, name));

    private DateTimeOffset TimeOf(TreeNode node, string text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
        ? time : throw _text.Refuse(node, Messages.Inventory_Time);

    private void Only(TreeNode node, params string[] words)
    {
        foreach ((string key, TreeNode value) in node.Members)
        {
            if (!words.Contains(key))
            {
                throw _text.Refuse(value, Text.Of(Messages.Inventory_Word, key, string.Join(", ", words)));
            }
        }
    }

    // How a file is read: as this form, if one is named, and as written by this libvirt.
    private sealed record ListedFile(string Path, string? Form, Version? Libvirt);
}
