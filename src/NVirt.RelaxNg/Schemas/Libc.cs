using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace NVirt.RelaxNg.Schemas;

/// <summary>What .NET does not offer: opening a file without waiting for the other end, if it is a pipe.</summary>
internal static partial class Libc
{
    private const int CloseOnExecute = 0x80000;
    private const int NonBlocking = 0x800;
    private const int CloseOnExecuteOfMac = 0x1000000;
    private const int NonBlockingOfMac = 0x4;
    private const int NoEntry = 2;
    private const int Interrupted = 4;
    private const int NoAccess = 13;

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static SafeFileHandle OpenWithoutWaiting(string path)
    {
        while (true)
        {
            SafeFileHandle handle = Open(path, OperatingSystem.IsMacOS() ? CloseOnExecuteOfMac | NonBlockingOfMac : CloseOnExecute | NonBlocking);
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

    // Those that .NET itself would throw.
    private static Exception Error(int error, string path) => error switch
    {
        NoEntry when !Directory.Exists(Path.GetDirectoryName(path)) => new DirectoryNotFoundException(Marshal.GetPInvokeErrorMessage(error)),
        NoEntry => new FileNotFoundException(Marshal.GetPInvokeErrorMessage(error), path),
        NoAccess => new UnauthorizedAccessException(Marshal.GetPInvokeErrorMessage(error)),
        _ => new IOException(Marshal.GetPInvokeErrorMessage(error)),
    };

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial SafeFileHandle Open(string path, int flags);
}
