using System.Net.Sockets;
using System.Runtime.InteropServices;
using NVirt.Xml;

namespace NVirt.Qemu.Qmp;

/// <summary>Hands an open file to the process at the other end of a Unix socket (unix(7), SCM_RIGHTS). Linux with 64 bits only.</summary>
internal static unsafe partial class DescriptorPassing
{
    private const int OfSocket = 1;
    private const int Rights = 1;
    private const int WithoutSignal = 0x4000;

    /// <summary>Sends it with one byte.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="file">What is sent; it stays open here.</param>
    /// <param name="carrier">The byte.</param>
    /// <exception cref="SocketException">The other end is gone, or does not read.</exception>
    public static void Send(Socket socket, SafeHandle file, byte carrier)
    {
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
            if (Send((int)socket.SafeHandle.DangerousGetHandle(), &message, WithoutSignal) != 1)
            {
                throw new SocketException(
                    (int)SocketError.SocketError, Text.Of("{0}", Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())));
            }
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
