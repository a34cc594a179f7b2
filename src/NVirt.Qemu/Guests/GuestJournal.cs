using Microsoft.Win32.SafeHandles;
using NVirt.Domains.Driver;
using NVirt.Qemu.State;
using NVirt.Xml;

namespace NVirt.Qemu.Guests;

/// <summary>QEMU's own event log: a pipe through which it is told to start, and the file to which it writes.</summary>
internal static class GuestJournal
{
    /// <summary>The space on the disk above which old data is freed.</summary>
    public const long MaxSpace = 4 << 20;

    /// <summary>How much of the end of a journal is always kept.</summary>
    public const long KeptBytes = 1 << 20;

    private const long Page = 4096;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    /// <summary>Creates both for a guest that is about to start.</summary>
    public static void Make(PrivateFolder files)
    {
        files.MakePipe(GuestFolder.JournalInFile);
        files.OpenOrMake(GuestFolder.JournalOutFile, OpenFlags.Write | OpenFlags.New).Dispose();
    }

    /// <summary>The file to which QEMU writes, for whoever frees the space of old data.</summary>
    public static SafeFileHandle OpenOut(PrivateFolder files) => files.OpenOrMake(GuestFolder.JournalOutFile, OpenFlags.ReadWrite);

    /// <summary>Tells QEMU to start. When QEMU answers, it has opened its end, so a healthy QEMU causes no wait.</summary>
    /// <exception cref="DomainException">It does not respond (timed out), or the file is no longer a pipe.</exception>
    public static async Task OpenAsync(PrivateFolder files, TimeSpan patience, CancellationToken cancellation)
    {
        long start = Environment.TickCount64;
        while (true)
        {
            using SafeFileHandle? pipe = files.TryOpenPipe(GuestFolder.JournalInFile);
            if (pipe is not null)
            {
                Say(pipe, files);
                return;
            }

            if (Environment.TickCount64 - start >= patience.TotalMilliseconds)
            {
                throw new DomainException(
                    DomainErrorKind.TimedOut,
                        Text.Of(Messages.Guest_NoJournal, files.PathOf(GuestFolder.JournalInFile), patience.TotalSeconds));
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    /// <summary>
    /// Frees the space of old data, if there is much of it: guests can cause events without limit. QEMU keeps its position in the file, so
    /// the file is not truncated; old data reads as zeros and takes no space.
    /// </summary>
    public static void Trim(PrivateFolder files)
    {
        if (files.StatusOf(GuestFolder.JournalOutFile) is not { IsFile: true } status || status.Blocks * 512 <= MaxSpace)
        {
            return;
        }

        using SafeFileHandle? file = files.TryOpen(GuestFolder.JournalOutFile, OpenFlags.Write);
        if (file is not null)
        {
            // On a file system that cannot do this, the file stays as it is.
            _ = Kernel.Allocate(file, Kernel.PunchHole, 0, (status.Size - KeptBytes) / Page * Page);
        }
    }

    // A pipe accepts a line as a whole, or not at all.
    private static void Say(SafeFileHandle pipe, PrivateFolder files)
    {
        try
        {
            using FileStream stream = new(pipe, FileAccess.Write, bufferSize: 0);
            stream.Write("{\"execute\":\"qmp_capabilities\",\"id\":0}\n"u8);
        }
        catch (IOException e)
        {
            throw new DomainException(
                DomainErrorKind.Failed, Text.Of(Messages.State_Failure, files.PathOf(GuestFolder.JournalInFile), e.Message), e);
        }
    }
}
