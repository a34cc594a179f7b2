using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Documents.Devices;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Devices;

/// <summary>The devices of a guest while they are written, and what they share: names, controllers, slots and boot order.</summary>
internal sealed class GuestDevices
{
    private readonly ArgumentList _arguments;
    private readonly DeviceNames _names = new();
    private readonly BootTurns _boot;
    private readonly PciSlots _slots;

    public GuestDevices(QemuGuest guest, ArgumentList arguments)
    {
        Guest = guest;
        _arguments = arguments;
        All = ImpliedDevices.Complete(guest);
        Controllers = new ControllerTable(this);
        _boot = new BootTurns(this);
        _slots = new PciSlots(this);
    }

    public QemuGuest Guest { get; }

    /// <summary>The devices of the document, and those that they need.</summary>
    public IReadOnlyList<DomainDevice> All { get; }

    public ControllerTable Controllers { get; }

    /// <summary>What is decided about them.</summary>
    public DeviceNotes Notes { get; } = new();

    /// <summary>The name of a device for QEMU: the user-defined one (<c>ua-</c>), or the usual one.</summary>
    public string Name(DomainDevice device, string usual)
    {
        string name = _names.Take(device, usual) ?? throw Refuse(device, Text.Of(Messages.Args_DeviceName, device.Alias ?? usual));
        if (device is not AudioDevice)
        {
            Notes.Add(device, "alias", "name", name);
        }

        return name;
    }

    /// <summary>The name of a device with a number for its kind: <c>net0</c>.</summary>
    public string Numbered(DomainDevice device, string kind) => Name(device, _names.Next(kind));

    /// <summary>The next name for block nodes. QEMU accepts only short ones, so they are not named after their disk.</summary>
    public string NodeName() => _names.Next("disk");

    /// <summary>The open host's end of a network interface; <see langword="null"/> if there is none yet.</summary>
    public OpenTap? TapOf(InterfaceDevice net) => Guest.Options.Taps.GetValueOrDefault(PlaceOf(net));

    /// <summary>The place of a device in the document.</summary>
    public int PlaceOf(DomainDevice device) => Guest.Domain.Devices.All.TakeWhile(d => !ReferenceEquals(d, device)).Count();

    /// <summary>The properties that all devices have: driver and name.</summary>
    public static JsonObject Properties(string driver, string id) => new() { ["driver"] = driver, ["id"] = id };

    /// <summary>Writes a device.</summary>
    public void Write(JsonObject properties) => _arguments.Add("-device", properties);

    /// <summary>Writes a PCI device.</summary>
    public void WritePci(DomainDevice device, JsonObject properties)
    {
        _slots.Place(device, properties);
        Write(properties);
    }

    public void WriteOption(string option, JsonObject value) => _arguments.Add(option, value);

    public void WriteOption(string option, OptionText value) => _arguments.Add(option, value);

    public void WriteOption(string option, string value) => _arguments.Add(option, value);

    /// <summary>Its position in the boot order, or <see langword="null"/>.</summary>
    public uint? BootIndex(DomainDevice device) => _boot.Of(device);

    /// <summary>Refuses a device, but looks for more first.</summary>
    public void Report(CpuException refused) => Guest.Report(refused);

    public CpuException Refuse(DomainDevice device, string text) => Guest.Refuse(device.Place, text);

    /// <summary>An error about a value; <paramref name="supported"/> are the valid ones.</summary>
    public CpuException Unsupported(DomainDevice device, string what, string? value, string supported) =>
        Refuse(device, Text.Of(Messages.Args_DeviceValue, device.Element, what, value ?? string.Empty, supported));

    /// <summary>A path that means the same file wherever QEMU runs.</summary>
    /// <exception cref="CpuException">It is not such a path (unsupported).</exception>
    public string Path(DomainDevice device, string what, string? path) =>
        path is not null && ValueWords.IsPath(path) ? path : throw Unsupported(device, what, path, "/...");

    /// <summary>The path of a Unix socket.</summary>
    /// <exception cref="CpuException">It is not such a path (unsupported).</exception>
    public string Socket(DomainDevice device, string what, string? path) =>
        path is not null && ValueWords.IsSocket(path) ? path : throw Unsupported(device, what, path, Messages.Args_SocketPath);

    /// <summary>An error about a device that the machine cannot have.</summary>
    public CpuException NotOnMachine(DomainDevice device) =>
        Refuse(device, Text.Of(Messages.Args_DeviceMachine, device.Element, Guest.Machine.Name));

    /// <summary>Writes a device that has only one possible place; an address in the document gives a warning.</summary>
    public void WriteUnplaced(DomainDevice device, JsonObject properties)
    {
        WarnOfAddress(device);
        Write(properties);
    }

    public void WarnOfAddress(DomainDevice device) => WarnIf(device.Address is not null, device, "address");

    public void Warn(DomainDevice device, string text) => _arguments.Warn(Refuse(device, text).Message);

    /// <summary>Warns about a setting that is not passed to QEMU.</summary>
    public void WarnIf(bool isGiven, DomainDevice device, string what)
    {
        if (isGiven)
        {
            Warn(device, Text.Of(Messages.Args_DevicePart, device.Element, what));
        }
    }
}
