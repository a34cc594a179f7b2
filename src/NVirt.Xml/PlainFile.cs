using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace NVirt.Xml;

/// <summary>Opens files without waiting for anybody: .NET would wait for the other end of a pipe, and cannot be interrupted.</summary>
public static partial class PlainFile
{
    private const int ForReadingAndWriting = 2;
    private const int CloseOnExecute = 0x80000;
    private const int NonBlocking = 0x800;
    private const int CloseOnExecuteOfMac = 0x1000000;
    private const int NonBlockingOfMac = 0x4;
    private const int NoEntry = 2;
    private const int Interrupted = 4;
    private const int NoAccess = 13;

    /// <summary>
    /// Opens a file for reading; <see langword="null"/> if it is a pipe, a terminal or anything else without content of its own.
    /// </summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to read it.</exception>
    public static FileStream? TryOpen(string path)
    {
        FileStream stream = new(OpenWithoutWaiting(path, FileAccess.Read), FileAccess.Read, bufferSize: 0);
        if (stream.CanSeek)
        {
            return stream;
        }

        stream.Dispose();
        return null;
    }

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="IOException">It cannot be opened, or has no content of its own.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to read it.</exception>
    public static FileStream Open(string path)
    {
        string problem = Messages.File_NotPlain;
        return TryOpen(path) ?? throw new IOException(problem);
    }

    /// <summary>Opens a file or a device. If it is a pipe, nothing is waited for: reading fails or finds the end.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to read or write it.</exception>
    public static SafeFileHandle OpenWithoutWaiting(string path, FileAccess access)
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
        {
            return File.OpenHandle(path, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete);
        }

        int flags = (access == FileAccess.Read ? 0 : ForReadingAndWriting)
            | (OperatingSystem.IsMacOS() ? CloseOnExecuteOfMac | NonBlockingOfMac : CloseOnExecute | NonBlocking);
        while (true)
        {
            SafeFileHandle handle = Open(path, flags);
            if (!handle.IsInvalid)
            {
                return handle;
            }

            int error = Marshal.GetLastPInvokeError();
            handle.Dispose();
            if (error != Interrupted)
            {
                throw Error(error, path);
            }
        }
    }

    // The same exceptions that .NET itself would throw.
    private static Exception Error(int error, string path) => error switch
    {
        NoEntry when !Directory.Exists(Path.GetDirectoryName(path)) =>
            new DirectoryNotFoundException(Marshal.GetPInvokeErrorMessage(error)),
        NoEntry => new FileNotFoundException(Marshal.GetPInvokeErrorMessage(error), path),
        NoAccess => new UnauthorizedAccessException(Marshal.GetPInvokeErrorMessage(error)),
        _ => new IOException(Marshal.GetPInvokeErrorMessage(error)),
    };

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial SafeFileHandle Open(string path, int flags);
}
