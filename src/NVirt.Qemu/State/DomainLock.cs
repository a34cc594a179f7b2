using System.Globalization;
using NVirt.Cpu;
using NVirt.Domains;

namespace NVirt.Qemu.State;

/// <summary>Who holds it may change a domain. It ends with the process that took it, however that ends.</summary>
internal sealed class DomainLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly FileStream _file;

    private DomainLock(FileStream file) => _file = file;

    /// <summary>Waits for the lock.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="purpose">What for: others are told so while they wait in vain.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="DomainException">Somebody else has it all that time (busy).</exception>
    public static async Task<DomainLock> TakeAsync(string path, string purpose, TimeSpan patience, CancellationToken cancellation)
    {
        long start = Environment.TickCount64;
        while (true)
        {
            if (TryTake(path, purpose) is { } taken)
            {
                return taken;
            }

            if (Environment.TickCount64 - start >= patience.TotalMilliseconds)
            {
                throw DomainException.Busy(HolderOf(path), patience);
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    /// <summary>Takes the lock if nobody has it.</summary>
    public static DomainLock? TryTake(string path, string purpose)
    {
        FileStream file;
        try
        {
            // .NET locks a file that is opened with no sharing (flock); the file itself stays, since removing it would let two in.
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }

        try
        {
            File.WriteAllText(NoteOf(path), string.Create(CultureInfo.InvariantCulture, $"{purpose} ({Environment.ProcessId})"));
            return new DomainLock(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose() => _file.Dispose();

    // Beside the lock, since .NET lets nobody read a file that is locked.
    private static string NoteOf(string path) => path + ".by";

    private static string HolderOf(string path)
    {
        try
        {
            return Text.OnOneLine(File.ReadAllText(NoteOf(path)), 100);
        }
        catch (IOException)
        {
            return "?";
        }
    }
}
