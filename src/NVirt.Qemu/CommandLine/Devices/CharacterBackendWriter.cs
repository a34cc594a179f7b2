using NVirt.Domains.Documents.Devices;

namespace NVirt.Qemu.CommandLine.Devices;

/// <summary>The host side of a character device (<c>-chardev</c>).</summary>
internal static class CharacterBackendWriter
{
    private const string Kinds = "pty, file, unix, tcp, udp, null, stdio, pipe, dev, vc";

    /// <summary>Writes it.</summary>
    /// <returns>Its name.</returns>
    public static string Write(GuestDevices devices, CharacterDevice device, string id)
    {
        CharacterBackend backend = device.Backend;
        CharacterSource source = backend.Sources.IsEmpty ? new CharacterSource() : backend.Sources[0];
        string name = "char" + id;
        OptionText options = backend.Type switch
        {
            "pty" or "null" or "stdio" or "vc" => Head(backend.Type, name),
            "file" => Head("file", name).Add("path", Path(devices, device, source)).Add("append", source.Append),
            "pipe" => Head("pipe", name).Add("path", Path(devices, device, source)),
            "dev" => Head("serial", name).Add("path", Path(devices, device, source)),
            "unix" => Unix(devices, device, source, name),
            "tcp" => Tcp(devices, device, source, name),
            "udp" => Udp(devices, device, name),
            _ => throw devices.Unsupported(device, "type", backend.Type, Kinds),
        };
        devices.WriteOption("-chardev", options);
        return name;
    }

    private static OptionText Head(string kind, string name) => new OptionText(kind).Add("id", name);

    private static string Path(GuestDevices devices, CharacterDevice device, CharacterSource source) =>
        devices.Path(device, "source path", source.Path);

    private static OptionText Unix(GuestDevices devices, CharacterDevice device, CharacterSource source, string name)
    {
        // QEMU creates a channel's own socket.
        bool isOwn = source.Path is null && device.Element == "channel";
        string path = isOwn ? SocketPath(devices.Guest, device, name) : devices.Socket(device, "source path", source.Path);
        return Server(Head("socket", name).Add("path", path), isOwn || source.Mode == "bind");
    }

    private static string SocketPath(QemuGuest guest, CharacterDevice device, string name)
    {
        string file = $"{guest.Domain.Name ?? "domain"}.{device.TargetName ?? name}".Replace('/', '_');
        return System.IO.Path.Combine(guest.Options.SocketFolder, file);
    }

    private static OptionText Tcp(GuestDevices devices, CharacterDevice device, CharacterSource source, string name)
    {
        bool isTelnet = device.Backend.Protocol switch
        {
            null or "raw" => false,
            "telnet" => true,
            { } other => throw devices.Unsupported(device, "protocol type", other, "raw, telnet"),
        };
        OptionText options = Head("socket", name).Add("host", Host(devices, device, source.Host) ?? "127.0.0.1")
            .Add("port", Service(devices, device, source));
        return Server(isTelnet ? options.Add("telnet", true) : options, source.Mode == "bind");
    }

    // With two sources, one is where to send and one where to listen.
    private static OptionText Udp(GuestDevices devices, CharacterDevice device, string name)
    {
        CharacterSource to = device.Backend.Sources.FirstOrDefault(s => s.Mode != "bind")
            ?? throw devices.Unsupported(device, "source mode", "bind", "connect");
        CharacterSource? from = device.Backend.Sources.FirstOrDefault(s => s.Mode == "bind");
        return Head("udp", name)
            .Add("host", Host(devices, device, to.Host) ?? "127.0.0.1")
            .Add("port", Service(devices, device, to))
            .Add("localaddr", Host(devices, device, from?.Host))
            .Add("localport", from?.Service is null ? null : Service(devices, device, from));
    }

    private static string Service(GuestDevices devices, CharacterDevice device, CharacterSource source) =>
        source.Service is { } port && ValueWords.IsPort(port) ? port
            : throw devices.Unsupported(device, "source service", source.Service, "0-65535");

    private static string? Host(GuestDevices devices, CharacterDevice device, string? host) =>
        host is null || ValueWords.IsHost(host) ? host : throw devices.Unsupported(device, "source host", host, Messages.Args_Host);

    // A guest does not wait until somebody connects.
    private static OptionText Server(OptionText options, bool listens) => listens ? options.Add("server", true).Add("wait", false)
        : options;
}
