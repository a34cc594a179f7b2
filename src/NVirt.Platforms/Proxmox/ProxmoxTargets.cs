using System.Text;
using NVirt.Cpu;
using NVirt.Platforms.Facts;
using NVirt.Platforms.Qemu;
using NVirt.Xml;

namespace NVirt.Platforms.Proxmox;

/// <summary>Writes the line of a VM, and the custom model where the VM's line cannot say all.</summary>
internal static class ProxmoxTargets
{
    private const string Platform = "Proxmox VE";
    private const string ModelsFile = "/etc/pve/virtual-guest/cpu-models.conf";

    public static PlatformTarget Vm { get; } = new("proxmox", WriteVm);

    public static PlatformTarget Custom { get; } = new("proxmox-custom", request => WriteCustom(request));

    private static PlatformOutput WriteVm(PlatformWriteRequest request)
    {
        CpuDefinition cpu = WriterRules.Guest(request, Platform);
        if (cpu.Mode is CpuMode.HostPassthrough or CpuMode.Maximum)
        {
            string type = cpu.Mode == CpuMode.HostPassthrough ? "host" : "max";
            return new PlatformOutput("/etc/pve/qemu-server/ID.conf", $"cpu: {type}{Flags(request, cpu)}{PhysBits(cpu)}\n",
                WriterRules.Frame(cpu));
        }

        string model = WriterRules.Model(request, cpu, Platform);
        List<ProxmoxFlag> flags = FlagsOf(request, cpu);
        if (cpu.VendorId is null && LevelOf(model, flags) is { } level)
        {
            List<ProxmoxFlag> more = [.. flags.Where(f => !PlatformFacts.ProxmoxLevels.Rest(level).Contains(f.Name))];
            return new PlatformOutput(
                "/etc/pve/qemu-server/ID.conf", $"cpu: {level}{Format(more)}{PhysBits(cpu)}\n", WriterRules.Frame(cpu));
        }

        if (IsItself(model) && flags.TrueForAll(f => PlatformFacts.ProxmoxVmFlags.Has(f.Name))
            && cpu.VendorId is null)
        {
            return new PlatformOutput("/etc/pve/qemu-server/ID.conf", $"cpu: {model}{Flags(request, cpu)}{PhysBits(cpu)}\n",
                WriterRules.Frame(cpu));
        }

        PlatformOutput custom = WriteCustom(request);
        return custom with
        {
            Files = [new PlatformFile("/etc/pve/qemu-server/ID.conf", $"cpu: custom-{NameOf(request)}\n"), .. custom.Files],
        };
    }

    private static PlatformOutput WriteCustom(PlatformWriteRequest request)
    {
        CpuDefinition cpu = WriterRules.Guest(request, Platform);
        WriterRules.NoVendorId(cpu, Platform);
        string model = cpu.Mode switch
        {
            CpuMode.HostPassthrough => "host",
            CpuMode.Maximum => "max",
            _ => WriterRules.Model(request, cpu, Platform),
        };
        if (!IsItself(model))
        {
            throw WriterRules.Refuse(CpuRule.FeatureNotExpressible, model, Text.Of(Messages.Write_OtherModel, Platform, model));
        }

        StringBuilder text = new();
        text.Append("cpu-model: ").Append(NameOf(request)).Append('\n');
        text.Append("\treported-model ").Append(model).Append('\n');
        List<ProxmoxFlag> flags = FlagsOf(request, cpu);
        if (flags.Count > 0)
        {
            text.Append("\tflags ").AppendJoin(';', flags).Append('\n');
        }

        if (BitsOf(cpu) is { } bits)
        {
            text.Append("\tphys-bits ").Append(bits).Append('\n');
        }

        return new PlatformOutput(ModelsFile, text.ToString(), WriterRules.Frame(cpu));
    }

    // The greatest of the built-in levels that it is, with nothing besides but what a line can say.
    private static string? LevelOf(string model, List<ProxmoxFlag> flags) => model != "qemu64" ? null
        : PlatformFacts.ProxmoxLevels.Rows.Select(r => r[0]).LastOrDefault(level =>
        {
            HashSet<string> has = [.. PlatformFacts.ProxmoxLevels.Rest(level)];
            return has.All(n => flags.Contains(new ProxmoxFlag(IsOn: true, n)))
                && flags.TrueForAll(f => has.Contains(f.Name) || PlatformFacts.ProxmoxVmFlags.Has(f.Name));
        });

    // Icelake-Client becomes a server, with more features.
    private static bool IsItself(string model) => PlatformFacts.ProxmoxModels.Has(model) && ProxmoxArgument.Head(model) == model;

    private static string NameOf(PlatformWriteRequest request)
    {
        string name = request.Name ?? "nvirt";
        return name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') ? name
            : throw new CpuException(CpuErrorKind.InvalidArgument, CpuRule.InvalidArgument, Text.Of(Messages.Write_BadName, name));
    }

    private static string Flags(PlatformWriteRequest request, CpuDefinition cpu)
    {
        List<ProxmoxFlag> flags = FlagsOf(request, cpu);
        return flags.Find(f => !PlatformFacts.ProxmoxVmFlags.Has(f.Name)) is { Name: { } name }
            ? throw WriterRules.Refuse(CpuRule.FeatureNotExpressible, name, Text.Of(Messages.Write_VmFlag, Platform, name))
            : Format(flags);
    }

    private static string Format(List<ProxmoxFlag> flags) => flags.Count == 0 ? string.Empty : ",flags=" + string.Join(';', flags);

    private static List<ProxmoxFlag> FlagsOf(PlatformWriteRequest request, CpuDefinition cpu)
    {
        WriterRules.Policies(request, cpu, Platform, Messages.Way_ProxmoxFlags, CpuPolicy.Require, CpuPolicy.Disable);
        // What Proxmox VE gives the model by itself need not be said.
        string[] own = [.. ProxmoxArgument.OwnFlags(cpu.Model ?? string.Empty).Select(f => f.Replace('_', '-'))];
        return
        [
            .. cpu.Features.Select(f => new ProxmoxFlag(
                f.Policy != CpuPolicy.Disable, QemuWords.Find(f.Name) ?? throw WriterRules.NoName(Platform, f.Name)))
                .Where(f => !own.Contains(f.ToString())),
        ];
    }

    private static string PhysBits(CpuDefinition cpu) => BitsOf(cpu) is { } bits ? ",phys-bits=" + bits : string.Empty;

    private static string? BitsOf(CpuDefinition cpu) => cpu.MaxPhysAddr switch
    {
        null => null,
        { Mode: CpuMaxPhysAddrMode.Passthrough, Limit: null } => "host",
        { Mode: CpuMaxPhysAddrMode.Emulate, Bits: { } bits and >= 8 and <= 64 } => Text.Of("{0}", bits),
        _ => throw WriterRules.Refuse(CpuRule.FeatureNotExpressible, "maxphysaddr",
            Text.Of(Messages.Write_PhysBits, Platform, "phys-bits")),
    };
}
