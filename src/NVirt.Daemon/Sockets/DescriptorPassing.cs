using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace NVirt.Daemon.Sockets;

/// <summary>Gives an open descriptor to the process at the other end of a Unix socket.</summary>
internal static unsafe partial class DescriptorPassing
{
    private const int SocketLevel = 1;
    private const int Rights = 1;
    private const int NoSignal = 0x4000;
    private const int WouldBlock = 11;
    private const int Interrupted = 4;

    /// <summary>Sends one byte, and the descriptor with it.</summary>
    /// <returns>Whether it was sent; if not, the socket has no room yet.</returns>
    /// <exception cref="IOException">The other end is gone.</exception>
    public static bool TrySend(Socket socket, SafeHandle descriptor)
    {
        byte nothing = 0;
        bool isHeld = false;
        try
        {
            descriptor.DangerousAddRef(ref isHeld);
            Block block = new() { Data = &nothing, DataLength = 1 };
            Control control = new()
            {
                Length = (nuint)(sizeof(Control) - sizeof(int)),
                Level = SocketLevel,
                Type = Rights,
                Descriptor = (int)descriptor.DangerousGetHandle(),
            };
            Message message = new() { Blocks = &block, BlockCount = 1, Control = &control, ControlLength = (nuint)sizeof(Control) };
            return Send((int)socket.Handle, message, NoSignal) == 1
                || (Marshal.GetLastPInvokeError() is WouldBlock or Interrupted ? false
                    : throw new IOException(Marshal.GetLastPInvokeErrorMessage()));
        }
        finally
        {
            if (isHeld)
            {
                descriptor.DangerousRelease();
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
    private static partial nint Send(int socket, in Message message, int flags);

    // struct iovec of <sys/uio.h>.
    [StructLayout(LayoutKind.Sequential)]
    private struct Block
    {
        public byte* Data;
        public nuint DataLength;
    }

    // struct cmsghdr of <sys/socket.h> with one descriptor, and up to its alignment.
    [StructLayout(LayoutKind.Sequential)]
    private struct Control
    {
        public nuint Length;
        public int Level;
        public int Type;
        public int Descriptor;
        public int Padding;
    }

    // struct msghdr of <sys/socket.h>.
    [StructLayout(LayoutKind.Sequential)]
    private struct Message
    {
        public void* Name;
        public uint NameLength;
        public Block* Blocks;
        public nuint BlockCount;
        public Control* Control;
        public nuint ControlLength;
        public int Flags;
    }
}
