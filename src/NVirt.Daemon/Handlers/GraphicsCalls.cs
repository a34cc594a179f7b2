using System.Net;
using System.Net.Sockets;
using NVirt.Daemon.Faults;
using NVirt.Daemon.Sessions;
using NVirt.Domains.Documents;
using NVirt.Domains.Documents.Devices;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Options;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;
using NVirt.Xml;

namespace NVirt.Daemon.Handlers;

/// <summary>A guest's screen, as a connection that the daemon makes and gives away.</summary>
internal static class GraphicsCalls
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void AddTo(CallTable calls) => calls.Add(RemoteProgram.DomainOpenGraphicsFD, OpenAsync);

    private static async ValueTask<XdrNothing> OpenAsync(Call call, DomainOpenGraphicsFDArgs arguments)
    {
        call.AllowFlags(arguments.Flags, (uint)VirDomainOpenGraphicsFlags.Skipauth);
        DomainSummary domain = await DomainNames.RunningAsync(call, arguments.Dom);
        DomainDocument document = await call.Driver.GetDocumentAsync(
            domain.Uuid, new DomainDocumentOptions { IsSecure = true }, call.Cancellation);
        List<GraphicsDevice> all = [.. document.Definition.Devices.Of<GraphicsDevice>()];
        GraphicsDevice graphics = arguments.Idx < all.Count ? all[(int)arguments.Idx]
            : throw Fault.Of(VirErrorNumber.InternalError, VirErrorDomain.Qemu, Text.Of(Messages.Graphics_None, arguments.Idx));

        // Whoever may open it may also change the password, but the connection that is made asks for it all the same.
        if (arguments.Flags != 0 && graphics.Password is not null)
        {
            throw Fault.Of(VirErrorNumber.ArgumentUnsupported, VirErrorDomain.Qemu, Messages.Graphics_Password);
        }

        call.Descriptor = (await ConnectAsync(AddressOf(graphics), call.Cancellation)).SafeHandle;
        return XdrNothing.Value;
    }

    private static EndPoint AddressOf(GraphicsDevice graphics) => graphics switch
    {
        { Type: not "vnc" } => throw Unsupported(graphics),
        { Listens: [{ Type: "socket", Value: { } path }, ..] } => new UnixDomainSocketEndPoint(path),
        { Port: > 0 and <= ushort.MaxValue and var port } => new IPEndPoint(Host(graphics), port),
        _ => throw Unsupported(graphics),
    };

    // What listens everywhere listens here too.
    private static IPAddress Host(GraphicsDevice graphics)
    {
        string? name = graphics.Listens is [{ Type: "address", Value: { } value }, ..] ? value : null;
        return !IPAddress.TryParse(name, out IPAddress? address) || address.Equals(IPAddress.Any) ? IPAddress.Loopback
            : address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
            : address;
    }

    // With calls that wait, since that is how the client takes it over: one that was used otherwise stays so.
    private static async Task<Socket> ConnectAsync(EndPoint address, CancellationToken cancellation)
    {
        Socket socket = new(
            address.AddressFamily, SocketType.Stream, address is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);
        try
        {
            await Task.Run(() => socket.Connect(address), CancellationToken.None).WaitAsync(Patience, cancellation);
            return socket;
        }
        catch (Exception e) when (e is SocketException or TimeoutException)
        {
            socket.Dispose();
            throw Fault.Of(
                VirErrorNumber.OperationFailed, VirErrorDomain.Qemu, Text.Of(Messages.Graphics_Unreachable, address, e.Message));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static Fault Unsupported(GraphicsDevice graphics) => Fault.Of(
        VirErrorNumber.ConfigUnsupported, VirErrorDomain.Qemu, Text.Of(Messages.Graphics_Unsupported, graphics.Type));
}
