using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using NVirt.Qemu.State;
using Text = NVirt.Xml.Text;

namespace NVirt.Qemu.Guests;

/// <summary>
/// A network interface whose other end is a descriptor (Linux' documentation, networking/tuntap.rst). It is gone when the descriptor is
/// closed everywhere.
/// </summary>
internal sealed partial class TapDevice : IDisposable
{
    private const string Place = "/dev/net/tun";
    private const int NameBytes = 16;
    private const int RequestBytes = 40;

    // Frames as they are, with a header for what is left to the other end.
    private const ushort Frames = 0x0002 | 0x1000 | 0x4000;
    private const ushort Up = 0x1;
    private const ushort Ethernet = 1;

    private const nuint GetFlags = 0x8913;
    private const nuint SetFlags = 0x8914;
    private const nuint GetLargest = 0x8921;
    private const nuint SetLargest = 0x8922;
    private const nuint SetAddress = 0x8924;
    private const nuint GetIndex = 0x8933;
    private const nuint AddToBridge = 0x89a2;

    private const int NotPermitted = 1;
    private const int Duplicate = 1030;

    // A shell gives those with one digit other meanings.
    private const int LeastNumber = 10;

    private static readonly nuint Attach = RuntimeInformation.ProcessArchitecture == Architecture.Ppc64le ? 0x800454ca : (nuint)0x400454ca;

    private readonly SafeFileHandle _file;

    private TapDevice(SafeFileHandle file, string name) => (_file, Name) = (file, name);

    public string Name { get; }

    public SafeHandle File => _file;

    public int Number => (int)_file.DangerousGetHandle();

    /// <summary>Makes one.</summary>
    /// <param name="name">Its name, which must be free; <see langword="null"/> for the next of the form <c>vnet0</c>.</param>
    /// <exception cref="TapException">It cannot be made.</exception>
    public static TapDevice Open(string? name)
    {
        using SafeFileHandle first = new(Kernel.Open(Place, OpenFlags.Careful | OpenFlags.ReadWrite), ownsHandle: true);
        Require(first.IsInvalid ? -1 : 0, Place);
        byte[] request = Request(name ?? "vnet%d");
        if (name is not null)
        {
            using Socket socket = Control();
            if (Call(socket.SafeHandle, GetIndex, Request(name)) == 0)
            {
                throw new TapException(Text.Of(Messages.Tap_Taken, name), isAccess: false);
            }
        }

        BitConverter.TryWriteBytes(request.AsSpan(NameBytes), Frames);
        Require(Call(first, Attach, request), name ?? Place);
        SafeFileHandle file = new(Control(first, Duplicate, LeastNumber), ownsHandle: true);
        Require(file.IsInvalid ? -1 : 0, Place);
        return new TapDevice(file, Encoding.ASCII.GetString(request, 0, Array.IndexOf(request, (byte)0)));
    }

    /// <summary>Connects it to a bridge, and switches it on.</summary>
    /// <param name="bridge">The bridge; <see langword="null"/> for none.</param>
    /// <param name="mac">The guest's address: the host's end gets a high one like it, which the bridge does not take for its own.</param>
    /// <param name="mtu">The largest packet; <see langword="null"/> for that of the bridge.</param>
    /// <exception cref="TapException">There is no such bridge, or it cannot be connected.</exception>
    public void Connect(string? bridge, string? mac, uint? mtu)
    {
        using Socket socket = Control();
        byte[] request = Request(Name);
        if (PhysicalAddress.TryParse(mac, out PhysicalAddress? own) && own.GetAddressBytes() is [_, _, _, _, _, _] bytes)
        {
            BitConverter.TryWriteBytes(request.AsSpan(NameBytes), Ethernet);
            byte[] address = [0xfe, .. bytes[1..]];
            address.CopyTo(request, NameBytes + sizeof(ushort));
            Require(Call(socket.SafeHandle, SetAddress, request), Name);
        }

        if (bridge is not null)
        {
            byte[] largest = Request(bridge);
            if (Call(socket.SafeHandle, GetLargest, largest) != 0)
            {
                throw new TapException(Text.Of(Messages.Tap_NoBridge, bridge), isAccess: false);
            }

            mtu ??= BitConverter.ToUInt32(largest, NameBytes);
        }

        if (bridge is not null)
        {
            Join(socket, bridge);
        }

        if (mtu is { } size)
        {
            request = Request(Name);
            BitConverter.TryWriteBytes(request.AsSpan(NameBytes), size);
            Require(Call(socket.SafeHandle, SetLargest, request), Name);
        }

        request = Request(Name);
        Require(Call(socket.SafeHandle, GetFlags, request), Name);
        request[NameBytes] |= (byte)Up;
        Require(Call(socket.SafeHandle, SetFlags, request), Name);
    }

    public void Dispose() => _file.Dispose();

    private void Join(Socket socket, string bridge)
    {
        byte[] request = Request(Name);
        Require(Call(socket.SafeHandle, GetIndex, request), Name);
        byte[] join = Request(bridge);
        request.AsSpan(NameBytes, sizeof(int)).CopyTo(join.AsSpan(NameBytes));
        if (Call(socket.SafeHandle, AddToBridge, join) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            throw new TapException(
                error == NotPermitted ? Text.Of(Messages.Tap_Failure, bridge, Marshal.GetPInvokeErrorMessage(error))
                    : Text.Of(Messages.Tap_NoBridge, bridge),
                error == NotPermitted);
        }
    }

    private static Socket Control() => new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    private static byte[] Request(string name)
    {
        byte[] request = new byte[RequestBytes];
        Encoding.ASCII.GetBytes(name, request);
        return request;
    }

    private static void Require(int result, string what)
    {
        if (result != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            throw new TapException(
                Text.Of(Messages.Tap_Failure, what, Marshal.GetPInvokeErrorMessage(error)), error is NotPermitted or ErrorNumber.Access);
        }
    }

    // Both are variadic, but what follows is passed like a fixed argument on every Linux that .NET supports.
    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Call(SafeHandle file, nuint request, byte[] argument);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(SafeHandle file, int command, int argument);
}
