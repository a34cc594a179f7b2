using System.Diagnostics;
using System.Globalization;
using System.Text;
using NVirt.Domains.Documents;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.CommandLine.Devices;

/// <summary>A domain under construction, with what QEMU must report about it.</summary>
internal sealed class DeviceGuest(TempFolder folder, string machine)
{
    private readonly StringBuilder _devices = new();

    public string Machine => machine;

    public int Cpus { get; set; } = 1;

    public string Cpu { get; set; } = string.Empty;

    public bool HasVnc { get; private set; }

    public List<string> Disks { get; } = [];

    public List<string> Backends { get; } = [];

    /// <summary>Names of the expected devices.</summary>
    public List<string> Names { get; } = [];

    public DomainDocument Document => Guests.Domain(
        $"{Cpu}<iothreads>1</iothreads><devices><emulator>{RealQemu.Binary}</emulator>{_devices}</devices>", machine: machine,
            vcpu: $"<vcpu>{Cpus}</vcpu>");

    /// <summary>A path in the folder of the test.</summary>
    public string Path(string name) => System.IO.Path.Combine(folder.Root, name);

    /// <summary>Adds a device that must have a name.</summary>
    public void Add(string xml, string? name = null)
    {
        _devices.Append(xml);
        if (name is not null)
        {
            Names.Add(name);
        }
    }

    public void AddDisk(string target, string bus, string id, string format = "raw", string device = "disk", bool isReadOnly = false,
        string more = "", string driver = "")
    {
        string image = Image(format);
        string shown = isReadOnly || device == "cdrom" ? "True" : "False";
        string flag = isReadOnly ? "<readonly/>" : string.Empty;
        Add(
            $"<disk type='file' device='{device}'><driver name='qemu' type='{format}' {driver}/><source file='{image}'/><target "
                + $"dev='{target}' bus='{bus}'/>{flag}{more}</disk>",
            id);
        Disks.Add($"{image} {format} {shown} {id}");
    }

    public void AddVnc(string attributes = "port='-1' autoport='yes'", string listen = "<listen type='address' address='127.0.0.1'/>")
    {
        Add($"<graphics type='vnc' {attributes}>{listen}</graphics>");
        HasVnc = true;
    }

    /// <summary>Adds a character device; <paramref name="kind"/> is QEMU's name for the backend.</summary>
    public void AddCharacter(string element, string attributes, string inside, string id, string kind)
    {
        Add($"<{element} {attributes}>{inside}</{element}>", id);
        Backends.Add($"char{id} {kind}");
    }

    private string Image(string format)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{Disks.Count}.{format}");
        if (format == "raw")
        {
            return folder.Write(name, new byte[1024 * 1024]);
        }

        try
        {
            using Process image = Process.Start(new ProcessStartInfo("qemu-img", ["create", "-q", "-f", format, Path(name), "1M"]))!;
            image.WaitForExit();
            Assert.Equal(0, image.ExitCode);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Needs.Package(isThere: false, "qemu-img is not installed (Debian package qemu-utils)");
        }

        return Path(name);
    }
}
