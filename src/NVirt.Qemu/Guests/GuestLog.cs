using System.Text;
using Microsoft.Win32.SafeHandles;
using NVirt.Domains.Driver;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Guests;

/// <summary>QEMU's output: one file per domain, for all of its starts.</summary>
/// <param name="logs">The folder of all logs.</param>
/// <param name="domain">The domain's name.</param>
internal sealed class GuestLog(PrivateFolder logs, string domain)
{
    /// <summary>A longer file is shortened while the guest runs.</summary>
    public const int MaxBytesRunning = 8 << 20;

    /// <summary>How much of the end of a log is kept when it is shortened.</summary>
    public const int KeptBytes = 1 << 20;

    /// <summary>A longer file is rotated at the next start.</summary>
    private const int MaxBytes = 1 << 20;

    private const int MaxShown = 2000;

    private readonly string _name = domain + ".log";
    private long _start;
    private bool _isPrepared;

    public string Path => logs.PathOf(_name);

    /// <summary>Prepares for another start.</summary>
    /// <returns>The file, for QEMU to append to.</returns>
    public SafeFileHandle Prepare()
    {
        if (logs.StatusOf(_name) is { IsFile: true, Size: > MaxBytes })
        {
            logs.Rename(_name, _name + ".old");
        }

        SafeFileHandle file = logs.OpenOrMake(_name, OpenFlags.Write | OpenFlags.Append);
        _start = RandomAccess.GetLength(file);
        _isPrepared = true;
        return file;
    }

    /// <summary>Removes the output of a failed start again; it is already in the error message.</summary>
    public void Forget()
    {
        if (!_isPrepared)
        {
            // What there is came from earlier starts, and says how their guests ended.
            return;
        }

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

    /// <summary>Shortens a log that has become too long while its guest runs to its end. QEMU appends, wherever the end is.</summary>
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
                byte[] end = ReadEnd(file, KeptBytes);
                RandomAccess.Write(file, end, 0);
                RandomAccess.SetLength(file, end.Length);
                _start = 0;
            }
        }
        catch (Exception e) when (e is IOException or DomainException)
        {
            // It is tried again at the next look.
        }
    }

    /// <summary>What was written since the start, limited to its end.</summary>
    public string Since()
    {
        try
        {
            using SafeFileHandle? file = logs.TryOpen(_name, OpenFlags.Read);
            return file is null ? string.Empty
                : Encoding.UTF8.GetString(ReadEnd(file, (int)Math.Clamp(RandomAccess.GetLength(file) - _start, 0, MaxShown))).Trim();
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
