using Microsoft.Win32.SafeHandles;
using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Domains;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Guests;

/// <summary>The list of events that QEMU keeps of itself: a pipe by which it is told to, and the file in which it writes.</summary>
internal static class GuestJournal
{
    // QEMU goes on at its place in the file, so the file is not cut: what is old reads as zeros and takes no space.
    private const long MaxSpace = 4 << 20;
    private const long Kept = 1 << 20;
    private const long Page = 4096;

    /// <summary>How much of the end of a journal is always there.</summary>
    public const long KeptBytes = Kept;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    /// <summary>Makes both ends for a guest that is about to start.</summary>
    public static void Make(PrivateFolder files)
    {
        files.MakePipe(GuestFolder.JournalInFile);
        files.OpenOrMake(GuestFolder.JournalOutFile, OpenFlags.Write | OpenFlags.New).Dispose();
    }

    /// <summary>Tells QEMU to begin. It has opened its end when it answers, so one that is in good order makes nobody wait.</summary>
    /// <exception cref="DomainException">It does not listen (timed out), or the pipe is none any more.</exception>
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
                    DomainErrorKind.TimedOut, Text.Of(Messages.Guest_NoJournal, files.PathOf(GuestFolder.JournalInFile), patience.TotalSeconds));
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    /// <summary>Gives back the space of what is old, if there is much of it. Guests can make events as fast as they like.</summary>
    public static void Trim(PrivateFolder files)
    {
        if (files.StatusOf(GuestFolder.JournalOutFile) is not { IsFile: true } status || status.Blocks * 512 <= MaxSpace)
        {
            return;
        }

        using SafeFileHandle? file = files.TryOpen(GuestFolder.JournalOutFile, OpenFlags.Write);
        if (file is not null)
        {
            // A file system that cannot do it keeps the file as it is.
            _ = Kernel.Allocate(file, Kernel.PunchHole, 0, (status.Size - Kept) / Page * Page);
        }
    }

    // A pipe takes a line as a whole, or not at all.
    private static void Say(SafeFileHandle pipe, PrivateFolder files)
    {
        try
        {
            using FileStream stream = new(pipe, FileAccess.Write, bufferSize: 0);
            stream.Write("{\"execute\":\"qmp_capabilities\",\"id\":0}\n"u8);
        }
        catch (IOException e)
        {
            throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.State_Failure, files.PathOf(GuestFolder.JournalInFile), e.Message), e);
        }
    }
}
