using System.Globalization;
using NVirt.Cpu;
using NVirt.Domains;

namespace NVirt.Qemu.State;

/// <summary>The guests that run, or did when somebody last looked: a folder each, named by UUID.</summary>
internal sealed class RunStore(StateFolder folder)
{
    private const string RecordFile = "guest.json";

    /// <summary>The longest path of a socket on Linux, in bytes.</summary>
    private const int MaxSocketPath = 107;

    /// <summary>The UUIDs of all folders, those of which only a rest is there among them.</summary>
    public IEnumerable<Guid> Uuids() => Directory.Exists(folder.Runs)
        ? Directory.EnumerateDirectories(folder.Runs).Select(d => Guid.TryParse(Path.GetFileName(d), out Guid uuid) ? uuid : (Guid?)null).OfType<Guid>()
        : [];

    public IEnumerable<RunRecord> All() => Uuids().Select(TryRead).OfType<RunRecord>();

    /// <summary>The record of a guest; <see langword="null"/> if it does not run.</summary>
    /// <exception cref="DomainException">The record can not be read.</exception>
    public RunRecord? Read(Guid uuid)
    {
        string file = FileOf(uuid);
        try
        {
            return RunRecordJson.Parse(File.ReadAllText(file), file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>When the record was last written; some time long ago if there is none.</summary>
    public DateTime ChangedAt(Guid uuid) => File.GetLastWriteTimeUtc(FileOf(uuid));

    /// <summary>Keeps a record. That of a start need not last: one that is not finished is undone.</summary>
    public void Write(RunRecord record) =>
        AtomicFile.Write(FileOf(record.Uuid), RunRecordJson.Format(record), isLasting: record.Phase is not (RunPhase.Starting or RunPhase.Incoming));

    /// <summary>Makes the folder of a guest that is about to start.</summary>
    /// <exception cref="DomainException">Its path is too long for sockets.</exception>
    public GuestFolder Create(Guid uuid)
    {
        GuestFolder files = FilesOf(uuid);
        int length = System.Text.Encoding.UTF8.GetByteCount(files.Commands);
        if (length > MaxSocketPath)
        {
            throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.State_LongPath, files.Commands, length, MaxSocketPath));
        }

        StateFolder.CreatePrivate(files.Path);
        return files;
    }

    public GuestFolder FilesOf(Guid uuid) => new(folder.RunFolder(uuid));

    /// <summary>Removes what belongs to a guest that does not run any more: the record first, so that half of it means nothing.</summary>
    public void Delete(Guid uuid)
    {
        string path = folder.RunFolder(uuid);
        if (Directory.Exists(path))
        {
            File.Delete(FileOf(uuid));
            Directory.Delete(path, recursive: true);
        }
    }

    /// <summary>The smallest number that no guest has.</summary>
    public uint NextId()
    {
        HashSet<uint> taken = [.. All().Select(r => r.Id)];
        uint id = 1;
        while (taken.Contains(id))
        {
            id++;
        }

        return id;
    }

    private string FileOf(Guid uuid) => Path.Combine(folder.RunFolder(uuid), RecordFile);

    /// <summary>The record of a guest, if there is one that can be read.</summary>
    public RunRecord? TryRead(Guid uuid)
    {
        try
        {
            return Read(uuid);
        }
        catch (DomainException)
        {
            return null;
        }
    }
}

/// <summary>The files of one guest that runs.</summary>
/// <param name="Path">Their folder.</param>
internal sealed record GuestFolder(string Path)
{
    /// <summary>The socket for those who change the guest, one at a time.</summary>
    public string Commands => In("m");

    /// <summary>The socket for short questions.</summary>
    public string Questions => In("q");

    /// <summary>QEMU's own list of what happened: <c>.in</c> is a pipe to it, <c>.out</c> the list.</summary>
    public string Journal => In("events");

    public string JournalIn => Journal + ".in";

    public string JournalOut => Journal + ".out";

    /// <summary>The socket by which a guest's state arrives.</summary>
    public string Incoming => In("i");

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
