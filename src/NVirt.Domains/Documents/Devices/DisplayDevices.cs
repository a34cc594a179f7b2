using System.Collections.Immutable;
using NVirt.Xml;

namespace NVirt.Domains.Documents.Devices;

/// <summary>An input device (<c>input</c>).</summary>
/// <param name="Type"><c>mouse</c>, <c>keyboard</c>, <c>tablet</c>, <c>passthrough</c>, <c>evdev</c>.</param>
/// <param name="Place">Where it is in the document.</param>
public sealed record InputDevice(string Type, DomainPlace Place) : DomainDevice("input", Place)
{
    /// <summary><c>ps2</c>, <c>usb</c>, <c>virtio</c>, <c>xen</c>, <c>none</c>.</summary>
    public string? Bus { get; init; }

    /// <summary>For virtio: <c>virtio</c>, <c>virtio-transitional</c>, <c>virtio-non-transitional</c>.</summary>
    public string? Model { get; init; }
}

/// <summary>A way to see the guest's screen (<c>graphics</c>).</summary>
/// <param name="Type"><c>vnc</c>, <c>spice</c>, <c>sdl</c>, <c>egl-headless</c>, <c>dbus</c>, <c>rdp</c>, <c>desktop</c>.</param>
/// <param name="Place">Where it is in the document.</param>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record GraphicsDevice(string Type, DomainPlace Place) : DomainDevice("graphics", Place)
{
    /// <summary>Port; -1 to have one chosen.</summary>
    public int? Port { get; init; }

    /// <summary>Port for TLS; -1 to have one chosen.</summary>
    public int? TlsPort { get; init; }

    /// <summary>Port for web sockets; -1 to have one chosen.</summary>
    public int? WebSocket { get; init; }

    /// <summary>Whether ports are chosen automatically.</summary>
    public bool? AutoPort { get; init; }

    /// <summary>Where it listens: the elements, or without them the attributes <c>listen</c> and <c>socket</c>.</summary>
    public ImmutableArray<GraphicsListen> Listens { get; init; } = [];

    /// <summary>Keyboard layout.</summary>
    public string? Keymap { get; init; }

    /// <summary>Password.</summary>
    public string? Password { get; init; }

    /// <summary>Short, and without the password: this may go into a log.</summary>
    public override string ToString() => $"{Element} {Type}";
}

/// <summary>Where graphics listen.</summary>
/// <param name="Type"><c>address</c>, <c>network</c>, <c>socket</c>, <c>none</c>.</param>
/// <param name="Value">The address, network or path of the socket; <see langword="null"/> if not given.</param>
/// <remarks>The default has no type, and is in no document.</remarks>
public readonly record struct GraphicsListen(string Type, string? Value);

/// <summary>A video card (<c>video</c>). Without a model, the hypervisor chooses one.</summary>
public sealed record VideoDevice(DomainPlace Place) : DomainDevice("video", Place)
{
    /// <summary><c>vga</c>, <c>cirrus</c>, <c>qxl</c>, <c>virtio</c>, <c>bochs</c>, <c>ramfb</c>, <c>none</c> and so on.</summary>
    public string? Model { get; init; }

    /// <summary>Video memory in KiB.</summary>
    public uint? VramKiB { get; init; }

    /// <summary>For qxl: the primary memory in KiB.</summary>
    public uint? RamKiB { get; init; }

    /// <summary>For qxl: the memory of VGA mode in KiB.</summary>
    public uint? VgaMemKiB { get; init; }

    /// <summary>Screens.</summary>
    public uint? Heads { get; init; }

    /// <summary>Whether it is the primary one.</summary>
    public bool? IsPrimary { get; init; }
}

/// <summary>A sound card (<c>sound</c>).</summary>
/// <param name="Model"><c>ich9</c>, <c>ac97</c>, <c>usb</c>, <c>virtio</c> and so on.</param>
/// <param name="Place">Where it is in the document.</param>
public sealed record SoundDevice(string Model, DomainPlace Place) : DomainDevice("sound", Place)
{
    /// <summary>The number of the host's audio device that it uses.</summary>
    public uint? AudioId { get; init; }
}

/// <summary>The host's audio device (<c>audio</c>).</summary>
/// <param name="Id">Its number, from 1.</param>
/// <param name="Type"><c>none</c>, <c>alsa</c>, <c>pulseaudio</c>, <c>spice</c> and so on.</param>
/// <param name="Place">Where it is in the document.</param>
public sealed record AudioDevice(uint Id, string Type, DomainPlace Place) : DomainDevice("audio", Place);
