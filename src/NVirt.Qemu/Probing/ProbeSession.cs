using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Qemu.Capabilities;

namespace NVirt.Qemu.Probing;

/// <summary>The steps of hypervisors.md 1.1 that are about machines and CPUs, in order.</summary>
internal static class ProbeSession
{
    private const string Host = "host";
    private const string Maximum = "max";

    /// <summary>The first session: what the binary is, and its best accelerator.</summary>
    /// <param name="log">Who is asked.</param>
    /// <param name="hasHvf">Whether this host can run guests of an architecture by the Hypervisor framework.</param>
    public static async Task<ProbeOutcome> RunFirstAsync(ProbeLog log, Func<CpuArchitecture, bool> hasHvf)
    {
        await log.AskAsync(QemuCommands.Version);
        string? target = QemuJson.StringOf(await log.AskAsync(QemuCommands.Target), "arch");
        CpuArchitecture arch = QemuArchitectures.TryParseTarget(target, out CpuArchitecture known) ? known : CpuArchitecture.None;
        QemuSchema schema = new(await log.AskAsync(QemuCommands.Schema) ?? default);
        JsonElement? kvm = await log.AskAsync(QemuCommands.Kvm);
        bool hasKvm = QemuJson.IsTrue(kvm, "present") && QemuJson.IsTrue(kvm, "enabled");
        QemuAccelerator? hardware = hasKvm ? QemuAccelerator.Kvm : hasHvf(arch) ? QemuAccelerator.Hvf : null;
        bool hasTcg = QemuJson.Items(await log.AskAsync(QemuCommands.Types)).Any(t => QemuJson.StringOf(t, "name") == "tcg-accel");
        if (QemuCommands.MaximumCpuType(arch) is { } type)
        {
            await log.AskAsync(QemuCommands.Properties, new JsonObject { ["typename"] = type });
        }

        ProbeOutcome outcome = new(arch, schema, hardware, hasTcg);
        await log.AskAsync(QemuCommands.Machines);
        await AskModelsAsync(log, outcome);

        // Where there is no hardware to help, libvirt asks for the host all the same, as it learns of TCG too late. QEMU usually refuses.
        await AskHostCpuAsync(log, outcome, Host, isAccelerated: hardware is not null);
        return outcome;
    }

    /// <summary>The second session, with TCG, where the first had a better accelerator.</summary>
    public static async Task RunTcgAsync(ProbeLog log, ProbeOutcome first)
    {
        await AskModelsAsync(log, first);
        await AskHostCpuAsync(log, first, Maximum, isAccelerated: false);
        await log.AskAsync(QemuCommands.Machines);
    }

    private static async Task AskModelsAsync(ProbeLog log, ProbeOutcome binary)
    {
        if (binary.Schema.HasCommand(QemuReplyReader.DefinitionsCommand))
        {
            await log.AskAsync(QemuReplyReader.DefinitionsCommand);
        }
    }

    private static async Task AskHostCpuAsync(ProbeLog log, ProbeOutcome binary, string model, bool isAccelerated)
    {
        string type = QemuExpansion.TypeFor(binary.Arch);
        if (!binary.Schema.HasCommand(QemuReplyReader.ExpansionCommand) || await ExpandAsync(QemuExpansion.Plain(type, model)) is null)
        {
            return;
        }

        if (binary.Arch.IsX86())
        {
            await ExpandAsync(QemuExpansion.WithoutMigration(type, model));
        }

        if (binary.Schema.ReplyHas(QemuReplyReader.ExpansionCommand, "deprecated-props"))
        {
            await ExpandAsync(QemuExpansion.Plain(QemuExpansion.Full, model));
        }

        if (isAccelerated && (binary.Arch.IsX86() || QemuArchitectures.IsArm(binary.Arch)))
        {
            await ExpandAsync(QemuExpansion.HyperVCapabilities(model));
        }

        Task<JsonElement?> ExpandAsync(JsonObject arguments) => log.AskAsync(QemuReplyReader.ExpansionCommand, arguments);
    }
}

/// <summary>What the first session told of the second.</summary>
/// <param name="Arch">The architecture; none if it is not known.</param>
/// <param name="Schema">The commands.</param>
/// <param name="Hardware">The accelerator that uses the hardware, or <see langword="null"/>.</param>
/// <param name="HasTcg">Whether TCG is built in.</param>
internal sealed record ProbeOutcome(CpuArchitecture Arch, QemuSchema Schema, QemuAccelerator? Hardware, bool HasTcg)
{
    /// <summary>The slot that the first session fills.</summary>
    public QemuAccelerator FirstSlot => Hardware ?? QemuAccelerator.Tcg;

    public bool NeedsTcgSession => Hardware is not null && HasTcg;
}
