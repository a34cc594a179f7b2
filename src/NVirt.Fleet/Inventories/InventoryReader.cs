using System.IO.Enumeration;
using NVirt.Cpu;
using NVirt.Platforms;
using NVirt.Xml;

namespace NVirt.Fleet.Inventories;

/// <summary>
/// Reads inventories (fleet-rules.md 1): a folder with a file for each host and guest, a file that lists them, or documents of any
/// form. Safe for use by several threads.
/// </summary>
public static class InventoryReader
{
    private const int MostFiles = 1_000_000;
    private const int DeepestFolder = 8;

    // A folder with one of these is read by it.
    private static readonly string[] Lists = ["inventory.yaml", "inventory.yml", "inventory.json"];

    /// <summary>Reads an inventory.</summary>
    /// <param name="path">A folder or a file.</param>
    /// <param name="options">How; <see langword="null"/> for everything as it is.</param>
    /// <exception cref="CpuException">It cannot be read, holds nothing, or names something twice.</exception>
    public static FleetInventory Read(string path, InventoryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        options ??= new InventoryOptions();
        if (Directory.Exists(path))
        {
            string? list = Lists.Select(l => Path.Combine(path, l)).FirstOrDefault(File.Exists);
            if (list is null)
            {
                return OfFolder(path, options);
            }

            path = list;
        }

        byte[] content = SourceReader.Bytes(path);
        return Read(content, path, options);
    }

    /// <summary>Reads an inventory whose bytes are there already.</summary>
    /// <param name="content">The bytes of the file.</param>
    /// <param name="path">Its path: what the inventory names is beside it.</param>
    /// <param name="options">How; <see langword="null"/> for everything as it is.</param>
    public static FleetInventory Read(byte[] content, string path, InventoryOptions? options = null)
    {
        options ??= new InventoryOptions();
        SubjectTable subjects = new(options);
        if (InventoryList.Find(content, path) is { } list)
        {
            list.AddTo(subjects, options);
        }
        else
        {
            AddAll(
                subjects, SourceReader.Read(content, path, options.TheMap), Path.GetFileNameWithoutExtension(path), TimeOf(path),
                isFolder: false);
        }

        return NotEmpty(subjects, path).Build();
    }

    /// <summary>
    /// Makes an inventory of documents, as of the files of a folder: one that cannot be read is a host of which nothing is known.
    /// </summary>
    /// <param name="documents">The documents.</param>
    /// <param name="options">How; <see langword="null"/> for everything as it is.</param>
    /// <exception cref="CpuException">There is none, or two name a guest, or contradict each other.</exception>
    public static FleetInventory Read(IReadOnlyList<InventoryDocument> documents, InventoryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(documents);
        options ??= new InventoryOptions();
        SubjectTable subjects = new(options);
        foreach ((int i, ReadSource read) in ReadSource.OfAll(
            documents, d => new ReadSource(SourceReader.Read(d.Content, d.Name, options.TheMap), d.Time), options.Threads).Index())
        {
            AddRead(subjects, read, documents[i].Name);
        }

        return NotEmpty(subjects, Messages.Inventory_Documents).Build();
    }

    /// <summary>The time of a file, for want of better; <see langword="null"/> if there is none.</summary>
    internal static DateTimeOffset? TimeOf(string path) => File.Exists(path) ? new DateTimeOffset(File.GetLastWriteTimeUtc(path)) : null;

    private static FleetInventory OfFolder(string folder, InventoryOptions options)
    {
        string[] files = Files(folder);
        if (files.Length > MostFiles)
        {
            throw FleetErrors.Unreadable(Text.Of(Messages.Inventory_Folder, folder, MostFiles));
        }

        SubjectTable subjects = new(options);
        Dictionary<string, string> folders = new(StringComparer.Ordinal);
        foreach ((int i, ReadSource read) in ReadSource.OfAll(files, f => OfFile(f, options), options.Threads).Index())
        {
            string file = files[i];
            if (read is { Statements: null, Problem: null })
            {
                subjects.AddRemark(Text.Of(
                    IsHidden(Path.GetFileName(file)) ? Messages.Inventory_Hidden : Messages.Inventory_Skipped, file));
                continue;
            }

            foreach (string guest in AddRead(subjects, read, Path.GetFileNameWithoutExtension(file)))
            {
                folders[guest] = Path.GetFileName(Path.GetDirectoryName(file)!);
            }
        }

        return NotEmpty(subjects, folder).Build(folders);
    }

    private static ReadSource OfFile(string file, InventoryOptions options)
    {
        if (IsHidden(Path.GetFileName(file)))
        {
            return new ReadSource(null, null);
        }

        byte[] content = SourceReader.Bytes(file);
        IReadOnlyList<CpuStatement>? statements = SourceReader.TryRead(content, file, options.TheMap);
        return statements is null && !LooksLikeData(file) ? new ReadSource(null, null)
            : new ReadSource(statements ?? SourceReader.Read(content, file, options.TheMap), TimeOf(file));
    }

    // A file stands for a host: if it cannot be read, the host stays in, and nothing is known of it. The names of guests are returned.
    private static List<string> AddRead(SubjectTable subjects, ReadSource read, string name)
    {
        if (read.Problem is { } problem)
        {
            subjects.AddProblem(name, problem.Message);
            subjects.AddRemark(Text.Of(Messages.Inventory_Unreachable, name, problem.Message));
            return [];
        }

        return AddAll(subjects, read.Statements!, name, read.Time, isFolder: true);
    }

    // What is beside the files of hosts: notes of people, scripts.
    private static bool LooksLikeData(string file) =>
        Path.GetExtension(file).ToUpperInvariant() is ".XML" or ".JSON" or ".YAML" or ".YML" or ".CONF" or ".TXT" or ".CFG";

    private static bool IsHidden(ReadOnlySpan<char> name) => name.StartsWith(".", StringComparison.Ordinal);

    private static string[] Files(string folder)
    {
        try
        {
            string[] files =
            [
                // A file may be a link, as in volumes of Kubernetes, whose own folders begin with two points; links to folders could go in
                // circles.
                .. new FileSystemEnumerable<string>(
                    folder, static (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(), new EnumerationOptions
                    {
                        RecurseSubdirectories = true,
                        MaxRecursionDepth = DeepestFolder,
                        AttributesToSkip = FileAttributes.None,
                    })
                {
                    ShouldIncludePredicate = static (ref FileSystemEntry entry) => IsHidden(entry.FileName)
                        ? !entry.FileName.StartsWith("..", StringComparison.Ordinal) : !entry.IsDirectory,
                    ShouldRecursePredicate = static (ref FileSystemEntry entry) => !IsHidden(entry.FileName)
                        && (entry.Attributes & FileAttributes.ReparsePoint) == FileAttributes.None,
                }.Take(MostFiles + 1),
            ];
            Array.Sort(files, StringComparer.Ordinal);
            return files;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FleetErrors.Unreadable(Text.Of(Messages.Inventory_Unreadable, folder, e.Message));
        }
    }

    // One document is its file's; of several each has its own name. The names of guests are returned.
    private static List<string> AddAll(
        SubjectTable subjects, IReadOnlyList<CpuStatement> statements, string name, DateTimeOffset? time, bool isFolder)
    {
        List<string> guests = [];
        for (int i = 0; i < statements.Count; i++)
        {
            CpuStatement statement = statements[i];
            string subject = statements.Count == 1 ? isFolder ? name : statement.Name ?? name
                : statement.Name ?? Text.Of("{0}#{1}", name, i + 1);
            subjects.Add(subject, statement, time);
            if (statement.Subject == StatementSubject.Guest)
            {
                guests.Add(subject);
            }
        }

        return guests;
    }

    private static SubjectTable NotEmpty(SubjectTable subjects, string path) =>
        subjects.IsEmpty ? throw FleetErrors.Unreadable(Text.Of(Messages.Inventory_Empty, path)) : subjects;
}
