using System.Text;
using NVirt.Cpu;
using NVirt.Platforms.Qemu;

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

    private static bool RecognisesVm(PlatformText text) => !text.IsJson && !text.IsXml && !text.HasKey("cpu-model") && text.HasKey("cpu")
        && (text.HasKey("memory") || text.HasKey("cores") || text.HasKey("sockets") || text.HasKey("ostype") || text.HasKey("boot")
            || !text.All.TrimEnd().Contains('\n', StringComparison.Ordinal));

    private static IReadOnlyList<CpuStatement> ReadVm(PlatformText text, PlatformReadOptions options)
    {
        ProxmoxVm vm = ProxmoxVm.Read(text, kvm: options.Kvm ?? true);
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
