using NVirt.Cpu;
using NVirt.Cpu.Xml;
using NVirt.Domains.Documents.Devices;
using NVirt.Xml;

namespace NVirt.Domains.Documents;

/// <summary>Edits: each replaces one element, text or attribute, and reads the result.</summary>
public sealed partial class DomainDocument
{
    private const string Password = "passwd";
    private const string Metadata = "metadata";

    /// <summary>The document with another CPU.</summary>
    /// <param name="cpu">The CPU; <see langword="null"/>, or an empty one, removes it.</param>
    /// <exception cref="CpuException">The CPU cannot be written, as in <see cref="CpuXml.Format"/>.</exception>
    public DomainDocument WithCpu(CpuDefinition? cpu)
    {
        if (cpu is null || CpuXml.Format(cpu).Length == 0)
        {
            return Parse(_edit.Remove(_root, "cpu"), File);
        }

        return Parse(_edit.Put(_root, _root.First("cpu"), "cpu", (margin, lineEnd) => EmbeddedCpu.Format(cpu, margin, lineEnd)), File);
    }

    /// <summary>The document with another name.</summary>
    /// <param name="name">The name; not empty.</param>
    /// <exception cref="CpuException">A character in it is not valid in XML (<see cref="CpuErrorKind.InvalidArgument"/>).</exception>
    public DomainDocument WithName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Parse(_edit.PutText(_root, "name", name), File);
    }

    /// <summary>The document with another UUID.</summary>
    public DomainDocument WithUuid(Guid uuid) => Parse(_edit.PutText(_root, "uuid", uuid.ToString()), File);

    /// <summary>The document with the number of a running domain, or without one.</summary>
    public DomainDocument WithId(uint? id) =>
        Parse(_edit.PutAttribute(_root, "id", id is { } n ? NVirt.Xml.Text.Of("{0}", n) : null), File);

    /// <summary>The document with another emulator.</summary>
    /// <param name="path">Path of the emulator; not empty.</param>
    /// <exception cref="CpuException">A character in it is not valid in XML (<see cref="CpuErrorKind.InvalidArgument"/>).</exception>
    public DomainDocument WithEmulator(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string text = _root.First("devices") is { } devices
            ? _edit.PutText(devices, "emulator", path)
            : _edit.Put(_root, old: null, "devices", (margin, lineEnd) => Devices(path, margin, lineEnd));
        return Parse(text, File);
    }

    /// <summary>The document with another machine.</summary>
    /// <param name="machine">The machine's name; not empty.</param>
    /// <exception cref="CpuException">
    /// There is no <c>os/type</c> (<see cref="CpuErrorKind.Xml"/>), or the name contains a character that XML cannot
    /// (<see cref="CpuErrorKind.InvalidArgument"/>).
    /// </exception>
    public DomainDocument WithMachine(string machine)
    {
        ArgumentException.ThrowIfNullOrEmpty(machine);
        Element type = _root.First("os")?.First("type") ?? throw (_root.First("os") ?? _root).Malformed(Messages.Domain_NoOsType);
        return Parse(_edit.PutAttribute(type, "machine", machine), File);
    }

    /// <summary>The document with another title.</summary>
    /// <param name="title">The title; <see langword="null"/> for none.</param>
    /// <exception cref="CpuException">It contains a character that XML cannot (<see cref="CpuErrorKind.InvalidArgument"/>).</exception>
    public DomainDocument WithTitle(string? title) => WithText("title", title);

    /// <summary>The document with another description.</summary>
    /// <param name="description">The description; <see langword="null"/> for none.</param>
    /// <exception cref="CpuException">It contains a character that XML cannot (<see cref="CpuErrorKind.InvalidArgument"/>).</exception>
    public DomainDocument WithDescription(string? description) => WithText("description", description);

    /// <summary>The document with other metadata.</summary>
    /// <param name="element">The whole element <c>metadata</c>; <see langword="null"/> for none.</param>
    /// <exception cref="CpuException">The element is not well-formed (<see cref="CpuErrorKind.Xml"/>).</exception>
    public DomainDocument WithMetadata(string? element) =>
        Parse(element is null ? _edit.Remove(_root, Metadata) : _edit.Put(_root, _root.First(Metadata), Metadata, (_, _) => element), File);

    /// <summary>The document with another amount of memory.</summary>
    /// <param name="current">What the guest begins with, in KiB; at most the maximum.</param>
    /// <param name="maximum">The most that it can have, in KiB; <see langword="null"/> to leave that as it is.</param>
    public DomainDocument WithMemory(ulong current, ulong? maximum = null)
    {
        DomainDocument changed = maximum is { } most ? WithKiB("memory", most) : this;
        return changed.WithKiB("currentMemory", current);
    }

    /// <summary>The document with another number of virtual CPUs.</summary>
    /// <param name="current">With how many the guest begins; at most the maximum.</param>
    /// <param name="maximum">The most that it can have.</param>
    public DomainDocument WithVcpus(uint current, uint maximum)
    {
        DomainDocument changed = Parse(_edit.PutText(_root, "vcpu", NVirt.Xml.Text.Of("{0}", maximum)), File);
        Element vcpu = changed._root.First("vcpu")!;
        string? attribute = current == maximum ? null : NVirt.Xml.Text.Of("{0}", current);
        return Parse(changed._edit.PutAttribute(vcpu, "current", attribute), File);
    }

    /// <summary>The document without the passwords of its graphics.</summary>
    public DomainDocument WithoutPasswords()
    {
        Element[] graphics = [.. _root.All("devices").SelectMany(d => d.All("graphics")).Where(g => g.Find(Password) is not null)];
        return graphics.Length == 0 ? this : Parse(_edit.RemoveAttribute(graphics, Password), File);
    }

    /// <summary>The document with the disks whose source is a volume of a pool as disks whose source is a file.</summary>
    /// <param name="pathOf">The path of a volume, by its pool and its name.</param>
    public DomainDocument WithVolumeFiles(Func<string, string, string> pathOf)
    {
        ArgumentNullException.ThrowIfNull(pathOf);
        DomainDocument changed = this;
        while (changed.FirstVolumeDisk() is { } disk && disk.First("source") is { } source)
        {
            string path = pathOf(source.TextOf("pool") ?? string.Empty, source.TextOf("volume") ?? string.Empty);
            changed = Parse(changed._edit.PutAttribute(source, "file", path), File);
            changed = Parse(changed._edit.PutAttribute(changed.FirstVolumeDisk()!, "type", "file"), File);
        }

        return changed;
    }

    private Element? FirstVolumeDisk() =>
        _root.All("devices").SelectMany(d => d.All("disk")).FirstOrDefault(d => d.TextOf("type") == "volume");

    /// <summary>The document with more said of its devices, and with devices that it does not have.</summary>
    /// <param name="facts">What is said; each device at most once.</param>
    /// <exception cref="ArgumentOutOfRangeException">A device is not in the document.</exception>
    /// <exception cref="CpuException">
    /// A value contains a character that XML cannot (<see cref="CpuErrorKind.InvalidArgument"/>), or means nothing to libvirt.
    /// </exception>
    public DomainDocument WithDeviceFacts(IReadOnlyCollection<DeviceFacts> facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (_root.All("devices").LastOrDefault() is not { } devices)
        {
            return facts.Count == 0 ? this
                : Parse(_edit.Put(_root, old: null, "devices", (margin, end) => $"{margin}<devices/>{end}"), File).WithDeviceFacts(facts);
        }

        DeviceFactWriter writer = new(Text);
        Element[] all = [.. _root.All("devices").SelectMany(DeviceInterpreter.DevicesIn)];
        foreach (DeviceFacts said in facts.Where(f => f.Device is not null))
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)said.Device!.Value, (uint)all.Length, nameof(facts));
            writer.Put(all[said.Device.Value], FactElement.Of(said));
        }

        writer.Append(devices, [.. facts.Where(f => f.Device is null).Select(FactElement.Of)]);
        return Parse(writer.ToString(), File);
    }

    private DomainDocument WithText(string name, string? text) =>
        Parse(text is null ? _edit.Remove(_root, name) : _edit.PutText(_root, name, text), File);

    private DomainDocument WithKiB(string name, ulong value)
    {
        DomainDocument changed = Parse(_edit.PutText(_root, name, NVirt.Xml.Text.Of("{0}", value)), File);
        return Parse(changed._edit.PutAttribute(changed._root.First(name)!, "unit", "KiB"), File);
    }

    private static string Devices(string emulator, string margin, string lineEnd)
    {
        IndentedXml xml = new(CpuException.Of, margin, lineEnd);
        xml.Start("devices");
        xml.Start("emulator");
        xml.Content(emulator);
        xml.End();
        xml.End();
        return xml.ToString();
    }
}
