using System.Collections.Immutable;
using NVirt.Xml;

namespace NVirt.Domains.Documents.Devices;

/// <summary>Input devices, graphics, video and sound.</summary>
internal static partial class DeviceInterpreter
{
    private static readonly NumberRange Ports = new(0, ushort.MaxValue);

    private static InputDevice Input(Element input) => new(Required(input, "type"), input.Place())
    {
        Bus = input.TextOf("bus"),
        Model = input.TextOf("model"),
    };

    private static GraphicsDevice Graphics(Element graphics) => new(Required(graphics, "type"), graphics.Place())
    {
        Port = Port(graphics, "port"),
        TlsPort = Port(graphics, "tlsPort"),
        WebSocket = Port(graphics, "websocket"),
        AutoPort = graphics.YesNo("autoport"),
        Listens = Listens(graphics),
        Keymap = graphics.TextOf("keymap"),
        Password = graphics.TextOf("passwd"),
    };

    private static int? Port(Element graphics, string attribute) =>
        graphics.TextOf(attribute) == "-1" ? -1 : (int?)graphics.Number(attribute, Ports);

    // The attributes are the older form of the elements; libvirt writes both.
    private static ImmutableArray<GraphicsListen> Listens(Element graphics)
    {
        ImmutableArray<GraphicsListen> listens = [.. graphics.All("listen").Select(Listen)];
        string? socket = graphics.TextOf("socket");
        string? address = graphics.TextOf("listen");
        return !listens.IsEmpty ? listens
            : socket is not null ? [new GraphicsListen("socket", socket)]
            : address is not null ? [new GraphicsListen("address", address)]
            : [];
    }

    private static GraphicsListen Listen(Element listen)
    {
        string type = Required(listen, "type");
        return new GraphicsListen(type, type is "address" or "network" or "socket" ? listen.TextOf(type) : null);
    }

    private static VideoDevice Video(Element video)
    {
        Element? model = video.First("model");
        return new VideoDevice(video.Place())
        {
            Model = model?.TextOf("type"),
            VramKiB = model?.UInt("vram"),
            RamKiB = model?.UInt("ram"),
            VgaMemKiB = model?.UInt("vgamem"),
            Heads = model?.UInt("heads"),
            IsPrimary = model?.YesNo("primary"),
        };
    }

    private static SoundDevice Sound(Element sound) => new(Required(sound, "model"), sound.Place())
    {
        AudioId = sound.First("audio")?.UInt("id", atLeast: 1),
    };

    private static AudioDevice Audio(Element audio) =>
        new(audio.RequiredUInt("id", atLeast: 1), Required(audio, "type"), audio.Place());
}
