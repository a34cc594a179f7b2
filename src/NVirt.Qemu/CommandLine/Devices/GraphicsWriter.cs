using NVirt.Domains.Documents.Devices;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Devices;

/// <summary>VNC.</summary>
internal static class GraphicsWriter
{
    private const int FirstPort = 5900;
    private const int LastPort = ushort.MaxValue;

    public static void Write(GuestDevices devices, GraphicsDevice graphics)
    {
        if (graphics.Type != "vnc")
        {
            throw devices.Unsupported(graphics, "type", graphics.Type, "vnc");
        }

        // Everybody on the host can read a password on a command line.
        if (graphics.Password is not null)
        {
            devices.Report(devices.Refuse(graphics, Messages.Args_GraphicsPassword));
        }

        if (graphics.WebSocket is { } port)
        {
            devices.Report(devices.Unsupported(graphics, "websocket", Text.Of("{0}", port), "-"));
        }

        if (graphics.Listens.Length > 1)
        {
            devices.Report(devices.Refuse(graphics, Messages.Args_GraphicsListens));
        }

        devices.WarnOfAddress(graphics);
        devices.WarnIf(graphics.TlsPort is not null, graphics, "tlsPort");
        if (graphics.Keymap is { } keymap)
        {
            devices.WriteOption("-k", ValueWords.IsLayout(keymap) ? keymap
                : throw devices.Unsupported(graphics, "keymap", keymap, ValueWords.KnownLayouts));
        }

        devices.WriteOption("-vnc", Display(devices, graphics));
    }

    private static OptionText Display(GuestDevices devices, GraphicsDevice graphics)
    {
        GraphicsListen listen = graphics.Listens.IsEmpty ? new GraphicsListen("address", null) : graphics.Listens[0];
        return listen switch
        {
            { Type: "none" } => new OptionText("none"),
            { Type: "socket", Value: { } path } => new OptionText("unix:" + devices.Socket(graphics, "listen socket", path)),
            { Type: "address" } => Network(devices, graphics, listen.Value ?? "127.0.0.1"),
            _ => throw devices.Unsupported(graphics, "listen type", listen.Type, "address, socket, none"),
        };
    }

    private static OptionText Network(GuestDevices devices, GraphicsDevice graphics, string address)
    {
        if (!ValueWords.IsHost(address))
        {
            throw devices.Unsupported(graphics, "listen address", address, Messages.Args_Host);
        }

        devices.Notes.Add(graphics, "listen", "type", "address");
        string host = address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address;
        bool isAutomatic = graphics.AutoPort == true || graphics.Port is null or -1;
        devices.Notes.Add(graphics, string.Empty, "autoport", isAutomatic ? "yes" : "no");
        if (isAutomatic)
        {
            // QEMU takes the first free one.
            return new OptionText(host + ":0").Add("to", LastPort - FirstPort);
        }

        return graphics.Port >= FirstPort
            ? new OptionText(Text.Of("{0}:{1}", host, graphics.Port - FirstPort))
            : throw devices.Unsupported(graphics, "port", Text.Of("{0}", graphics.Port), Text.Of("-1, {0}-{1}", FirstPort, LastPort));
    }
}
