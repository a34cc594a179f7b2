using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace NVirt.Qemu.Qmp;

/// <summary>
/// Hands an open file to the process at the other end of a Unix socket (unix(7), SCM_RIGHTS). Linux with 64 bits only. Safe for concurrent
/// use of different sockets.
/// </summary>
public static unsafe partial class DescriptorPassing
{
    private const int OfSocket = 1;
    private const int Rights = 1;
    private const int WithoutSignal = 0x4000;
    private const int WouldWait = 11;
    private const int Interrupted = 4;

    /// <summary>Sends it with one byte.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="file">What is sent; it stays open here.</param>
    /// <param name="carrier">The byte.</param>
    /// <returns>Whether it was sent; if not, there is no room for it at the moment.</returns>
    /// <exception cref="SocketException">The other end is gone.</exception>
    public static bool TrySend(Socket socket, SafeHandle file, byte carrier)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentNullException.ThrowIfNull(file);
        bool isHeld = false;
        bool isSocketHeld = false;
        try
        {
            file.DangerousAddRef(ref isHeld);
            socket.SafeHandle.DangerousAddRef(ref isSocketHeld);
            Part part = new() { Start = (nint)(&carrier), Length = 1 };
            Control control = new()
            {
                Length = (nuint)(sizeof(Control) - sizeof(int)),
                Level = OfSocket,
                Type = Rights,
                File = (int)file.DangerousGetHandle(),
            };
            Message message = new()
            {
                Parts = (nint)(&part),
                PartCount = 1,
                Controls = (nint)(&control),
                ControlLength = (nuint)sizeof(Control),
            };
            return Send((int)socket.SafeHandle.DangerousGetHandle(), &message, WithoutSignal) == 1
                || (Marshal.GetLastPInvokeError() is WouldWait or Interrupted ? false
                    : throw new SocketException((int)SocketError.SocketError, Marshal.GetLastPInvokeErrorMessage()));
        }
        finally
        {
            if (isHeld)
            {
                file.DangerousRelease();
            }

            if (isSocketHeld)
            {
                socket.SafeHandle.DangerousRelease();
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
    private static partial nint Send(int socket, Message* message, int flags);

    // struct iovec.
    [StructLayout(LayoutKind.Sequential)]
    private struct Part
    {
        public nint Start;
        public nuint Length;
    }

    // struct msghdr.
    [StructLayout(LayoutKind.Sequential)]
    private struct Message
    {
        public nint Name;
        public nuint NameLength;
        public nint Parts;
        public nuint PartCount;
        public nint Controls;
        public nuint ControlLength;
        public int Flags;
    }

    // struct cmsghdr with one descriptor, and what fills it up.
    [StructLayout(LayoutKind.Sequential)]
    private struct Control
    {
        public nuint Length;
        public int Level;
        public int Type;
        public int File;
        public int Fill;
    }
}
