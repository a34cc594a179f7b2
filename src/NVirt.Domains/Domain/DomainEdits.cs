using NVirt.Cpu;
using NVirt.Cpu.Xml;

namespace NVirt.Domains;

/// <summary>Edits: each puts something in the place of one element, text or attribute, and reads the result.</summary>
public sealed partial class DomainDocument
{
    /// <summary>The document with another CPU.</summary>
    /// <param name="cpu">The CPU; <see langword="null"/>, or one that says nothing, for none.</param>
    /// <exception cref="CpuException">The CPU can not be written, as in <see cref="CpuXml.Format"/>.</exception>
    public DomainDocument WithCpu(CpuDefinition? cpu)
    {
        if (cpu is null || CpuXml.Format(cpu).Length == 0)
        {
            return Parse(_edit.Remove(_root, "cpu"), File);
        }

        return Parse(_edit.Put(_root, _root.First("cpu"), "cpu", (margin, lineEnd) => CpuWriter.Write(cpu, margin, lineEnd)), File);
    }

    /// <summary>The document with another name.</summary>
    /// <param name="name">The name; not empty.</param>
    /// <exception cref="CpuException">It contains a character that XML can not (<see cref="CpuErrorKind.InvalidArgument"/>).</exception>
    public DomainDocument WithName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Parse(_edit.PutText(_root, "name", name), File);
    }

    /// <summary>The document with another UUID.</summary>
    public DomainDocument WithUuid(Guid uuid) => Parse(_edit.PutText(_root, "uuid", uuid.ToString()), File);

    /// <summary>The document with the number of a running domain, or without one.</summary>
    public DomainDocument WithId(uint? id) => Parse(_edit.PutAttribute(_root, "id", id is { } n ? Cpu.Text.Of("{0}", n) : null), File);

    /// <summary>The document with another emulator.</summary>
    /// <param name="path">Path of the emulator; not empty.</param>
    /// <exception cref="CpuException">It contains a character that XML can not (<see cref="CpuErrorKind.InvalidArgument"/>).</exception>
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
    /// There is no <c>os/type</c> (<see cref="CpuErrorKind.Xml"/>), or the name contains a character that XML can not
    /// (<see cref="CpuErrorKind.InvalidArgument"/>).
    /// </exception>
    public DomainDocument WithMachine(string machine)
    {
        ArgumentException.ThrowIfNullOrEmpty(machine);
        Element type = _root.First("os")?.First("type") ?? throw (_root.First("os") ?? _root).Malformed(Messages.Domain_NoOsType);
        return Parse(_edit.PutAttribute(type, "machine", machine), File);
    }

    private static string Devices(string emulator, string margin, string lineEnd)
    {
        IndentedXml xml = new(margin, lineEnd);
        xml.Start("devices");
        xml.Start("emulator");
        xml.Content(emulator);
        xml.End();
        xml.End();
        return xml.ToString();
    }
}
