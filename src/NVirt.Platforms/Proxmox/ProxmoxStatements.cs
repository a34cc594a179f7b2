using System.Text;
using NVirt.Cpu;
using NVirt.Platforms.Qemu;
using NVirt.Platforms.Trees;
using NVirt.Xml;

namespace NVirt.Platforms.Proxmox;

/// <summary>VMs and custom models as statements: what QEMU is given for them.</summary>
internal static class ProxmoxStatements
{
    private const string Nested = "nested-virt";

    public static PlatformForm VmForm { get; } = new("proxmox-vm", RecognisesVm, ReadVm);

    /// <summary>A custom model, as a VM with nothing else would get it.</summary>
    public static CpuStatement OfModel(PlatformText text, PlatformReadOptions options, ProxmoxCpu model)
    {
        ProxmoxVm vm = new(new ProxmoxCpu { Type = "custom-" + model.Type, Line = model.Line }, "l26", options.Kvm ?? true, null, null);
        StatementBuilder statement = Resolved(text, options, vm, [model], model.Flags.Any(f => f.Name == Nested));
        statement.Name = model.Type;
        statement.Line = model.Line;
        return statement.Build(ProxmoxModels.Form.Id);
    }

    private static bool RecognisesVm(PlatformText text) => text.IsJson
        ? IsConfig(text.Json.Find("data") ?? text.Json) : !text.IsXml && !text.HasKey("cpu-model") && text.HasKey("cpu")
        && (text.HasKey("memory") || text.HasKey("cores") || text.HasKey("sockets") || text.HasKey("ostype") || text.HasKey("boot")
            || !text.All.TrimEnd().Contains('\n', StringComparison.Ordinal));

    // What the API answers: a map of settings.
    private static bool IsConfig(TreeNode root) => root.Find("cpu") is { Kind: TreeKind.Text }
        && (root.Has("digest") || root.Has("ostype") || root.Has("memory") || root.Has("cores"));

    private static IReadOnlyList<CpuStatement> ReadVm(PlatformText text, PlatformReadOptions options)
    {
        ProxmoxVm vm = ProxmoxVm.Read(text, kvm: options.Kvm ?? true);
        if (!vm.IsX86)
        {
            return [OfOther(text, options, vm)];
        }

        IReadOnlyList<ProxmoxCpu> models = options.ProxmoxModels is { } file
            ? ProxmoxModels.ReadAll(new PlatformText(Encoding.UTF8.GetBytes(file), "cpu-models.conf")) : [];
        ProxmoxCpu? custom = models.FirstOrDefault(m => "custom-" + m.Type == vm.Cpu.Type);
        bool isNested = vm.Cpu.Flags.Concat(custom?.Flags ?? []).Any(f => f.Name == Nested);
        StatementBuilder statement = Resolved(text, options, vm, models, isNested);
        statement.Name = vm.Name;
        statement.Line = vm.Cpu.Line;
        if (vm.Machine is not null)
        {
            statement.Axes = statement.Axes with { Machine = vm.Machine };
            statement.Remark(StatementRemarkKind.MachineMayChange, vm.Machine);
        }

        return [statement.Build(VmForm.Id)];
    }

    // Of other architectures, the map has no features that a VM could name.
    private static CpuStatement OfOther(PlatformText text, PlatformReadOptions options, ProxmoxVm vm)
    {
        if (!CpuArchitectures.TryParse(vm.Arch, out CpuArchitecture arch))
        {
            throw text.Errors.Unsupported(
                new Position(Math.Max(vm.Cpu.Line, 1), 1), Text.Of(Messages.Read_OtherArch, DocumentErrors.Quote(vm.Arch)));
        }

        string type = vm.Cpu.Type ?? vm.DefaultType;
        StatementBuilder statement = new(text, options, StatementSubject.Guest, StatementTruth.Request, arch)
        {
            Name = vm.Name,
            Line = vm.Cpu.Line,
            Class = type switch
            {
                "host" => StatementClass.HostPassthrough,
                "max" => StatementClass.Maximum,
                _ => StatementClass.None,
            },
            Model = type is "host" or "max" ? null : type,
        };
        foreach (ProxmoxFlag flag in vm.Cpu.Flags)
        {
            statement.AddForeign(flag.ToString());
        }

        return statement.Build(VmForm.Id);
    }

    private static StatementBuilder Resolved(
        PlatformText text, PlatformReadOptions options, ProxmoxVm vm, IReadOnlyList<ProxmoxCpu> models, bool isNested)
    {
        string argument = ProxmoxArgument.Of(text, vm, models, qemu: null);
        StatementBuilder statement = new QemuCpuText(text, options with { Kvm = vm.Kvm }, Math.Max(vm.Cpu.Line, 1), 1).Read(argument);
        if (isNested)
        {
            // svm or vmx, whichever the host has.
            statement.AddForeign("+" + Nested);
            statement.Leave(statement.Space.SetOf("svm", "vmx"));
            statement.Remark(StatementRemarkKind.HostDecides, Nested);
        }

        return statement;
    }
}
