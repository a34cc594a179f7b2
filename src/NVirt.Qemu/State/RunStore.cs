using System.Net.Sockets;
using System.Text;
using Microsoft.Win32.SafeHandles;
using NVirt.Domains.Driver;
using NVirt.Xml;
using Text = NVirt.Xml.Text;

namespace NVirt.Qemu.State;

/// <summary>
/// The guests that run, or whose files are still needed: one folder each, named by UUID. Reading never changes anything.
/// </summary>
/// <param name="folder">Where they are.</param>
/// <param name="isKept">Whether their names are kept in memory, for a program that lives long and asks often.</param>
internal sealed class RunStore(StateFolder folder, bool isKept = false) : IDisposable
{
    private const string RecordFile = "guest.json";

    /// <summary>The longest record, in bytes: a definition, with the overhead of JSON.</summary>
    private const int MaxBytes = 4 * DefinitionStore.MaxBytes;

    private const int MaxProcessBytes = 4096;

    /// <summary>The longest path of a socket on Linux, in bytes.</summary>
    private const int MaxSocketPath = 107;

    private readonly KnownNames _names = new(() => folder.Runs, isKept);

    /// <summary>The UUIDs of all folders, including incomplete ones.</summary>
    public IEnumerable<Guid> Uuids() => _names.Now().Select(n => Guid.TryParseExact(n, "D", out Guid uuid) ? uuid : (Guid?)null)
        .OfType<Guid>();

    /// <summary>What is known about a guest; <see langword="null"/> if there is nothing.</summary>
    public FoundRun? Look(Guid uuid)
    {
        using PrivateFolder? files = Enter(uuid, out string? problem);
        if (files is null)
        {
            return problem is null ? null : new FoundRun(uuid, RunLife.Foreign, null, null, problem);
        }

        RunRecord? record = null;
        bool isNewer = false;
        try
        {
            record = Read(files);
        }
        catch (DomainException e)
        {
            problem = e.Message;
            isNewer = e.Kind == DomainErrorKind.NoSupport;
        }

        ProcessIdentity? process = record?.Process ?? ProcessOf(files);
        return new FoundRun(uuid, LifeOf(files, process, record), record, process, problem, isNewer);
    }

    /// <summary>All that are running, here or elsewhere.</summary>
    public IEnumerable<FoundRun> Living() => Uuids().Select(Look).OfType<FoundRun>().Where(r => r.Life != RunLife.Ended);

    /// <summary>The record of a guest; <see langword="null"/> if there is none.</summary>
    /// <exception cref="DomainException">The record cannot be read.</exception>
    public RunRecord? Read(Guid uuid)
    {
        using PrivateFolder? files = folder.Runs.TryEnter(uuid.ToString());
        return files is null ? null : Read(files);
    }

    /// <summary>When the record was last written; <see langword="null"/> if there is none.</summary>
    public DateTime? ChangedAt(Guid uuid)
    {
        using PrivateFolder? files = Enter(uuid, out _);
        return files?.StatusOf(RecordFile)?.ChangedAt;
    }

    /// <summary>
    /// Saves a record. During a start it need not survive a power failure, except for what is given to the guest: an unfinished start is
    /// undone. The caller has the domain's lock.
    /// </summary>
    /// <param name="record">The record.</param>
    /// <param name="isNews">Whether it changes more than the reason why the guest runs, which need not survive one either.</param>
    public void Write(RunRecord record, bool isNews = true)
    {
        using PrivateFolder files = Open(record.Uuid);
        bool isLasting = isNews && (record.Phase is not (RunPhase.Starting or RunPhase.Incoming) || !record.Given.IsEmpty);
        files.Write(RecordFile, Encoding.UTF8.GetBytes(RunRecordJson.Format(record)), isLasting);
    }

    /// <summary>Creates the folder of a guest that is about to start.</summary>
    /// <exception cref="DomainException">Its path is too long for sockets.</exception>
    public GuestFolder Create(Guid uuid)
    {
        GuestFolder files = FilesOf(uuid);
        int length = Encoding.UTF8.GetByteCount(files.Commands);
        if (length > MaxSocketPath)
        {
            throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.State_LongPath, files.Commands, length, MaxSocketPath));
        }

        folder.Runs.Enter(uuid.ToString()).Dispose();
        return files;
    }

    /// <summary>Opens the folder of a guest.</summary>
    public PrivateFolder Open(Guid uuid) => folder.Runs.TryEnter(uuid.ToString()) ?? throw DomainException.NotRunning(uuid.ToString());

    public void Dispose() => _names.Dispose();

    public GuestFolder FilesOf(Guid uuid) => new(folder.RunFolder(uuid));

    /// <summary>Saves the identity of a guest's process, in the file that the process holds locked as long as it lives.</summary>
    public static void Write(SafeFileHandle file, ProcessIdentity process)
    {
        RandomAccess.SetLength(file, 0);
        RandomAccess.Write(file, Encoding.UTF8.GetBytes(RunRecordJson.Format(process)), 0);
    }

    /// <summary>Whether a guest's process, or one that it started, holds the lock that ends with it.</summary>
    public bool IsLocked(Guid uuid)
    {
        using PrivateFolder? files = Enter(uuid, out _);
        return files is not null && IsLocked(files);
    }

    /// <summary>The identity of the file that a guest's processes hold; <see langword="null"/> if there is none.</summary>
    public FileStatus? LockOf(Guid uuid)
    {
        using PrivateFolder? files = Enter(uuid, out _);
        return files?.StatusOf(GuestFolder.ProcessFile);
    }

    /// <summary>
    /// Removes the files of a guest that no longer runs: the record first, so that a partial removal has no meaning. The caller has the
    /// domain's lock.
    /// </summary>
    public void Delete(Guid uuid) => folder.Runs.DeleteFolder(uuid.ToString(), RecordFile);

    /// <summary>The smallest number that no guest has.</summary>
    public uint NextId()
    {
        HashSet<uint> taken = [.. Living().Select(r => r.Record?.Id).OfType<uint>()];
        uint id = 1;
        while (taken.Contains(id))
        {
            id++;
        }

        return id;
    }

    // A record in the first format says less about its process than can be seen while the process runs.
    private static RunRecord? Read(PrivateFolder files)
    {
        RunRecord? record = files.Read(RecordFile, MaxBytes) is { } text ? RunRecordJson.Parse(text, files.PathOf(RecordFile)) : null;
        return record is { Process: { Namespace: null, IsAlive: true } process } && ProcessIdentity.Of(process.Id) is { } seen
            && process.IsSame(seen)
            ? record with { Process = seen }
            : record;
    }

    private static ProcessIdentity? ProcessOf(PrivateFolder files)
    {
        try
        {
            return files.Read(GuestFolder.ProcessFile, MaxProcessBytes) is { Length: > 0 } text
                ? RunRecordJson.ParseProcess(text, files.PathOf(GuestFolder.ProcessFile))
                : null;
        }
        catch (DomainException)
        {
            return null;
        }
    }

    // A lock that was held and no longer is was released when its last process ended, whichever processes are visible here; but only the
    // machine that the process ran on can be trusted to know.
    private static RunLife LifeOf(PrivateFolder files, ProcessIdentity? process, RunRecord? record)
    {
        bool isLocked = IsLocked(files);
        if (process is null)
        {
            return isLocked || IsListening(files) ? RunLife.Running : RunLife.Ended;
        }

        if (process.IsOfThisNamespace && process.Namespace is not null)
        {
            return isLocked || process.IsAlive || IsListening(files) ? RunLife.Running : RunLife.Ended;
        }

        if (process.Namespace is null && process.IsOfThisBoot)
        {
            return IsListening(files) ? RunLife.Foreign : RunLife.Ended;
        }

        return !isLocked && record is { HoldsLock: true } && process.IsOfThisMachine ? RunLife.Ended : RunLife.Foreign;
    }

    private static bool IsLocked(PrivateFolder files)
    {
        using SafeFileHandle? file = files.TryOpen(GuestFolder.ProcessFile, OpenFlags.Read);
        return file is not null && Kernel.Lock(file, Kernel.LockShared | Kernel.LockWithoutWaiting) != 0;
    }

    // The kernel knows whether somebody listens, in whichever namespace.
    private static bool IsListening(PrivateFolder files)
    {
        using EmulatorSocket? checkedSocket = EmulatorSocket.TryOpen(new GuestFolder(files.Path).Questions);
        if (checkedSocket is null)
        {
            return false;
        }

        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(checkedSocket.Path));
            return true;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress or SocketError.AccessDenied;
        }
        catch (ArgumentException)
        {
            // Longer than the path of a socket can be.
            return false;
        }
    }

    private PrivateFolder? Enter(Guid uuid, out string? problem)
    {
        problem = null;
        try
        {
            return folder.Runs.TryEnter(uuid.ToString());
        }
        catch (DomainException e)
        {
            problem = e.Message;
            return null;
        }
    }
}
