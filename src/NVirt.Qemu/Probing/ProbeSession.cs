using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.Replies;
using NVirt.Xml;

namespace NVirt.Qemu.Probing;

/// <summary>The steps of hypervisor-rules.md 1.1 about machines and CPUs, in order.</summary>
internal static class ProbeSession
{
    private const string Host = "host";
    private const string Maximum = "max";

    /// <summary>The first session: what the binary is, and its best accelerator.</summary>
    /// <param name="log">The QEMU that is queried.</param>
    /// <param name="hasHvf">Whether this host can run guests of an architecture with the Hypervisor framework.</param>
    public static async Task<ProbeOutcome> RunFirstAsync(ProbeLog log, Func<CpuArchitecture, bool> hasHvf)
    {
        await log.AskAsync(QemuCommands.Version);
        string? target = JsonText.StringOf(await log.AskAsync(QemuCommands.Target), "arch");
        CpuArchitecture arch = QemuArchitectures.TryParseTarget(target, out CpuArchitecture known) ? known : CpuArchitecture.None;
        QemuSchema schema = new(await log.AskAsync(QemuCommands.Schema) ?? default);
        JsonElement? kvm = await log.AskAsync(QemuCommands.Kvm);
        bool hasKvm = JsonText.IsTrue(kvm, "present") && JsonText.IsTrue(kvm, "enabled");
        QemuAccelerator? hardware = hasKvm ? QemuAccelerator.Kvm : hasHvf(arch) ? QemuAccelerator.Hvf : null;
        bool hasTcg = JsonText.Items(await log.AskAsync(QemuCommands.Types)).Any(t => JsonText.StringOf(t, "name") == "tcg-accel");
        if (QemuCommands.MaximumCpuType(arch) is { } type)
        {
            await log.AskAsync(QemuCommands.Properties, new JsonObject { ["typename"] = type });
        }

        ProbeOutcome outcome = new(arch, schema, hardware, hasTcg);
        await log.AskAsync(QemuCommands.Machines);
        await AskModelsAsync(log, outcome);

        // Even without hardware acceleration, libvirt asks for the host, because it learns of TCG too late. QEMU usually refuses.
        await AskHostCpuAsync(log, outcome, Host, isAccelerated: hardware is not null);
        return outcome;
    }

    /// <summary>The second session, with TCG, if the first had a better accelerator.</summary>
    public static async Task RunTcgAsync(ProbeLog log, ProbeOutcome first)
    {
        await AskModelsAsync(log, first);
        await AskHostCpuAsync(log, first, Maximum, isAccelerated: false);
        await log.AskAsync(QemuCommands.Machines);
    }

    private static async Task AskModelsAsync(ProbeLog log, ProbeOutcome binary)
    {
        if (binary.Schema.HasCommand(QemuReplyInterpreter.DefinitionsCommand))
        {
            await log.AskAsync(QemuReplyInterpreter.DefinitionsCommand);
        }
    }

    private static async Task AskHostCpuAsync(ProbeLog log, ProbeOutcome binary, string model, bool isAccelerated)
    {
        string type = QemuExpansion.TypeFor(binary.Arch);
        if (!binary.Schema.HasCommand(QemuReplyInterpreter.ExpansionCommand) || await ExpandAsync(QemuExpansion.Plain(type, model)) is null)
        {
            return;
        }

        if (binary.Arch.IsX86())
        {
            await ExpandAsync(QemuExpansion.WithoutMigration(type, model));
        }

        if (binary.Schema.ReplyHas(QemuReplyInterpreter.ExpansionCommand, "deprecated-props"))
        {
            await ExpandAsync(QemuExpansion.Plain(QemuExpansion.Full, model));
        }

        if (isAccelerated && (binary.Arch.IsX86() || QemuArchitectures.IsArm(binary.Arch)))
        {
            await ExpandAsync(QemuExpansion.HyperVCapabilities(model));
        }

        Task<JsonElement?> ExpandAsync(JsonObject arguments) => log.AskAsync(QemuReplyInterpreter.ExpansionCommand, arguments);
    }
}

/// <summary>What the second session needs from the first.</summary>
/// <param name="Arch">The architecture; none if it is not known.</param>
/// <param name="Schema">The commands.</param>
/// <param name="Hardware">The hardware accelerator, or <see langword="null"/>.</param>
/// <param name="HasTcg">Whether TCG is built in.</param>
internal sealed record ProbeOutcome(CpuArchitecture Arch, QemuSchema Schema, QemuAccelerator? Hardware, bool HasTcg)
{
    /// <summary>The slot for the results of the first session.</summary>
    public QemuAccelerator FirstSlot => Hardware ?? QemuAccelerator.Tcg;

    public bool NeedsTcgSession => Hardware is not null && HasTcg;
}
