using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Domains.Documents;

/// <summary>What a domain boots.</summary>
internal static class OsInterpreter
{
    public static DomainOs Interpret(Element os)
    {
        Element? type = os.First("type");
        Element? menu = os.First("bootmenu");
        return new DomainOs
        {
            Type = type is { Text: { Length: > 0 } text } ? text : null,
            Arch = type is null ? CpuArchitecture.None : Arch(type),
            Machine = type?.TextOf("machine"),
            Firmware = os.OneOf("firmware", DomainWords.Firmwares),
            Loader = os.First("loader") is { } loader ? Loader(loader) : null,
            Nvram = os.First("nvram") is { } nvram ? Nvram(nvram) : null,
            Kernel = os.ChildText("kernel"),
            Initrd = os.ChildText("initrd"),
            CommandLine = os.ChildText("cmdline"),
            DeviceTree = os.ChildText("dtb"),
            BootDevices = [.. os.All("boot").Select(b => DomainWords.BootDevices[b.RequiredWord("dev", DomainWords.BootDevices)])],
            BootMenu = menu?.YesNo("enable"),
            BootMenuTimeout = menu?.YesNo("enable") == true
                ? (uint?)menu.Number("timeout", DomainWords.Milliseconds, MistakeKind.Unsupported) : null,
            BiosUsesSerial = os.First("bios")?.YesNo("useserial"),
            RebootTimeout = os.First("bios") is { } bios ? RebootTimeout(bios) : null,
            Smbios = os.First("smbios")?.OneOf("mode", DomainWords.SmbiosModes, MistakeKind.Unsupported),
        };
    }

    private static CpuArchitecture Arch(Element type)
    {
        string? name = type.TextOf("arch");
        return name is null || CpuArchitectures.TryParse(name, out _)
            ? (CpuArchitectures.TryParse(name, out CpuArchitecture arch) ? arch : CpuArchitecture.None)
            : throw type.Bad("arch", CpuWords.Architectures, MistakeKind.Unsupported);
    }

    private static DomainLoader Loader(Element loader) => new()
    {
        Path = loader.Text.Length > 0 ? loader.Text : null,
        Type = loader.OneOf("type", DomainWords.LoaderTypes) ?? (loader.Text.Length > 0 ? "rom" : null),
        Format = loader.TextOf("format"),
        IsReadOnly = loader.YesNo("readonly"),
        IsSecure = loader.YesNo("secure"),
        IsStateless = loader.YesNo("stateless"),
    };

    private static DomainNvram Nvram(Element nvram) =>
        new(nvram.Text.Length > 0 ? nvram.Text : null, nvram.TextOf("template"), nvram.TextOf("format"));

    private static int? RebootTimeout(Element bios) =>
        bios.Find("rebootTimeout") is not { } found ? null
        : found.Value == "-1" ? -1
        : DomainWords.Milliseconds.TryParse(found.Value, out ulong timeout) ? (int)timeout
        : throw bios.Bad("rebootTimeout", ["-1", DomainWords.Milliseconds.Describe()], MistakeKind.Unsupported);
}
