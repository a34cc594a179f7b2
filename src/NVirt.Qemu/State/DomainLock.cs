using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using NVirt.Domains.Driver;
using NVirt.Xml;
using Text = NVirt.Xml.Text;

namespace NVirt.Qemu.State;

/// <summary>A lock whose holder may change a domain. It ends with the process that took it, in whatever way that ends.</summary>
internal sealed class DomainLock : IDisposable
{
    private const int MaxNote = 200;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly SafeFileHandle _file;

    private DomainLock(SafeFileHandle file) => _file = file;

    /// <summary>Waits for the lock.</summary>
    /// <param name="folder">Where the locks are.</param>
    /// <param name="thing">The lock's name.</param>
    /// <param name="purpose">What it is needed for; others are told while they wait in vain.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancellation">Cancels waiting.</param>
    /// <exception cref="DomainException">Somebody else has it during the whole wait (busy).</exception>
    public static async Task<DomainLock> TakeAsync(
        PrivateFolder folder, string thing, string purpose, TimeSpan patience, CancellationToken cancellation)
    {
        long start = Environment.TickCount64;
        while (true)
        {
            if (TryTake(folder, thing, purpose) is { } taken)
            {
                return taken;
            }

            if (Environment.TickCount64 - start >= patience.TotalMilliseconds)
            {
                throw DomainException.Busy(HolderOf(folder, thing), patience);
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    /// <summary>Takes the lock if nobody has it.</summary>
    public static DomainLock? TryTake(PrivateFolder folder, string thing, string purpose)
    {
        while (true)
        {
            (SafeFileHandle file, bool canWrite) = Open(folder, thing);
            if (Kernel.Lock(file, Kernel.LockExclusive | Kernel.LockWithoutWaiting) != 0)
            {
                int error = Marshal.GetLastPInvokeError();
                file.Dispose();
                return error == ErrorNumber.WouldBlock ? null
                    : throw new DomainException(DomainErrorKind.Failed,
                    Text.Of(Messages.State_Failure, folder.PathOf(thing), Marshal.GetPInvokeErrorMessage(error)));
            }

            // A removed lock file locks nothing: others create a new one.
            if (FileStatus.Of(file).Links > 0)
            {
                if (canWrite)
                {
                    WriteNote(file, purpose);
                }

                return new DomainLock(file);
            }

            file.Dispose();
        }
    }

    public void Dispose() => _file.Dispose();

    // Locking works even where nothing can be written any more.
    private static (SafeFileHandle File, bool CanWrite) Open(PrivateFolder folder, string thing)
    {
        try
        {
            return (folder.OpenOrMake(thing, OpenFlags.ReadWrite), true);
        }
        catch (DomainException e) when (folder.StatusOf(thing) is { IsFile: true })
        {
            return (folder.TryOpen(thing, OpenFlags.Read) ?? throw new DomainException(e.Kind, e.Message, e), false);
        }
    }

    // The note is only for messages, so a full disk does no harm.
    private static void WriteNote(SafeFileHandle file, string purpose)
    {
        try
        {
            RandomAccess.SetLength(file, 0);
            RandomAccess.Write(
                file, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{purpose} ({Environment.ProcessId})")), 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Then a waiting process gets a message without the holder.
        }
    }

    private static string HolderOf(PrivateFolder folder, string thing)
    {
        try
        {
            return folder.Read(thing, MaxNote) is { Length: > 0 } note ? Text.OnOneLine(Encoding.UTF8.GetString(note), 100) : "?";
        }
        catch (DomainException)
        {
            return "?";
        }
    }
}
