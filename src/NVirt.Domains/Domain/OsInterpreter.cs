using NVirt.Cpu;
using NVirt.Cpu.Xml;

namespace NVirt.Domains;

/// <summary>What a domain boots.</summary>
internal static class OsInterpreter
{
    private static readonly string[] Firmwares = ["bios", "efi"];
    private static readonly string[] LoaderTypes = ["rom", "pflash", "none"];
    private static readonly string[] BootDevices = ["fd", "hd", "cdrom", "network"];
    private static readonly string[] SmbiosModes = ["none", "emulate", "host", "sysinfo"];
    private static readonly NumberRange Milliseconds = new(0, ushort.MaxValue);

    public static DomainOs Interpret(Element os)
    {
        Element? type = os.First("type");
        Element? menu = os.First("bootmenu");
        return new DomainOs
        {
            Type = type is { Text: { Length: > 0 } text } ? text : null,
            Arch = type is null ? CpuArchitecture.None : Arch(type),
            Machine = type?.TextOf("machine"),
            Firmware = os.OneOf("firmware", Firmwares),
            Loader = os.First("loader") is { } loader ? Loader(loader) : null,
            Nvram = os.First("nvram") is { } nvram ? Nvram(nvram) : null,
            Kernel = os.ChildText("kernel"),
            Initrd = os.ChildText("initrd"),
            CommandLine = os.ChildText("cmdline"),
            DeviceTree = os.ChildText("dtb"),
            BootDevices = [.. os.All("boot").Select(b => BootDevices[b.RequiredWord("dev", BootDevices)])],
            BootMenu = menu?.YesNo("enable"),
            BootMenuTimeout = menu?.YesNo("enable") == true ? (uint?)menu.Number("timeout", Milliseconds, CpuErrorKind.Unsupported) : null,
            BiosUsesSerial = os.First("bios")?.YesNo("useserial"),
            RebootTimeout = os.First("bios") is { } bios ? RebootTimeout(bios) : null,
            Smbios = os.First("smbios")?.OneOf("mode", SmbiosModes, CpuErrorKind.Unsupported),
        };
    }

    private static CpuArchitecture Arch(Element type)
    {
        string? name = type.TextOf("arch");
        return name is null || CpuArchitectures.TryParse(name, out _)
            ? (CpuArchitectures.TryParse(name, out CpuArchitecture arch) ? arch : CpuArchitecture.None)
            : throw type.Bad("arch", Messages.Domain_Arch, CpuErrorKind.Unsupported);
    }

    private static DomainLoader Loader(Element loader) => new()
    {
        Path = loader.Text.Length > 0 ? loader.Text : null,
        Type = loader.OneOf("type", LoaderTypes) ?? (loader.Text.Length > 0 ? "rom" : null),
        Format = loader.TextOf("format"),
        IsReadOnly = loader.YesNo("readonly"),
        IsSecure = loader.YesNo("secure"),
        IsStateless = loader.YesNo("stateless"),
    };

    private static DomainNvram Nvram(Element nvram) =>
        new(nvram.Text.Length > 0 ? nvram.Text : null, nvram.TextOf("template"), nvram.TextOf("format"));

    private static int? RebootTimeout(Element bios) =>
        bios.TextOf("rebootTimeout") == "-1" ? -1 : (int?)bios.Number("rebootTimeout", Milliseconds, CpuErrorKind.Unsupported);
}
