using System.Text;
using Microsoft.Win32.SafeHandles;
using NVirt.Cpu.Probe;
using NVirt.Domains;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Guests;

/// <summary>What QEMU writes, in a file for each domain that all its starts share.</summary>
/// <param name="logs">The folder of all.</param>
/// <param name="domain">The domain's name.</param>
internal sealed class GuestLog(PrivateFolder logs, string domain)
{
    /// <summary>A file that is longer becomes the old one at the next start.</summary>
    private const int MaxBytes = 1 << 20;

    /// <summary>One that is longer while the guest runs is cut.</summary>
    private const int MaxBytesRunning = 8 << 20;

    private const int MaxShown = 2000;

    private readonly string _name = domain + ".log";
    private long _start;

    public string Path => logs.PathOf(_name);

    /// <summary>Makes ready for one more start.</summary>
    /// <returns>The file, for QEMU to write at the end of.</returns>
    public SafeFileHandle Prepare()
    {
        if (logs.StatusOf(_name) is { IsFile: true, Size: > MaxBytes })
        {
            logs.Rename(_name, _name + ".old");
        }

        SafeFileHandle file = logs.OpenOrMake(_name, OpenFlags.Write | OpenFlags.Append);
        _start = RandomAccess.GetLength(file);
        return file;
    }

    /// <summary>Takes the words of a start that failed out again; whoever asked for it has them.</summary>
    public void Forget()
    {
        if (_start == 0)
        {
            logs.Delete(_name, isLasting: false);
            return;
        }

        using SafeFileHandle? file = logs.TryOpen(_name, OpenFlags.Write);
        if (file is not null && RandomAccess.GetLength(file) > _start)
        {
            RandomAccess.SetLength(file, _start);
        }
    }

    /// <summary>Cuts a log that has become too long while its guest runs; the end of it is kept as the old one.</summary>
    public void Cut()
    {
        if (logs.StatusOf(_name) is not { IsFile: true, Size: > MaxBytesRunning })
        {
            return;
        }

        try
        {
            using SafeFileHandle? file = logs.TryOpen(_name, OpenFlags.ReadWrite);
            if (file is not null)
            {
                byte[] end = ReadEnd(file, MaxBytes);
                RandomAccess.SetLength(file, 0);
                _start = 0;
                logs.Write(_name + ".old", end, isLasting: false);
            }
        }
        catch (Exception e) when (e is IOException or DomainException)
        {
            // A full disk: what matters is that it is not filled further.
        }
    }

    /// <summary>What was written since the start, at most the end of it.</summary>
    public string Since()
    {
        try
        {
            using SafeFileHandle? file = logs.TryOpen(_name, OpenFlags.Read);
            return file is null ? string.Empty : Encoding.UTF8.GetString(ReadEnd(file, (int)Math.Clamp(RandomAccess.GetLength(file) - _start, 0, MaxShown))).Trim();
        }
        catch (Exception e) when (e is IOException or DomainException)
        {
            return string.Empty;
        }
    }

    private static byte[] ReadEnd(SafeFileHandle file, int bytes)
    {
        long length = RandomAccess.GetLength(file);
        byte[] end = new byte[Math.Min(bytes, length)];
        int count = RandomAccess.Read(file, end, length - end.Length);
        return end[..count];
    }
}
