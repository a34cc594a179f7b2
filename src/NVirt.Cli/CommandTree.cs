using System.CommandLine;
using NVirt.Cli.Commands;
using NVirt.Cli.Commands.Agents;
using NVirt.Cli.Commands.Cpus;
using NVirt.Cli.Commands.Daemons;
using NVirt.Cli.Commands.Documents;
using NVirt.Cli.Commands.Domains;
using NVirt.Cli.Commands.Fleets;
using NVirt.Cli.Commands.Hosts;
using NVirt.Cli.Commands.Hypervisors;
using NVirt.Cli.Output;

namespace NVirt.Cli;

/// <summary>
/// The tree of commands. A command takes time to build, mostly for its texts, so a command line that names one gets that one alone; all of
/// them are built for help, completion and whatever is wrong.
/// </summary>
internal static class CommandTree
{
    private static readonly CommandEntry[] Entries =
    [
        new("host", HostCommand.Create),
        new("capabilities", CapabilitiesCommand.Create),
        new("cpu", () => new Command("cpu", Messages.Cpu),
            new("host", CpuHostCommand.Create),
            new("decode", CpuDecodeCommand.Create),
            new("encode", CpuEncodeCommand.Create),
            new("compare", CpuCompareCommand.Create),
            new("explain", CpuExplainCommand.Create),
            new("baseline", CpuBaselineCommand.Create),
            new("guest", CpuGuestCommand.Create),
            new("update", CpuUpdateCommand.Create),
            new("update-live", CpuUpdateLiveCommand.Create),
            new("has-feature", CpuHasFeatureCommand.Create),
            new("signature", CpuSignatureCommand.Create),
            new("models", CpuModelsCommand.Create),
            new("features", CpuFeaturesCommand.Create),
            new("show", CpuShowCommand.Create)),
        new("validate", ValidateCommand.Create),
        new("convert", ConvertCommand.Create),
        new("audit", AuditCommand.Create),
        new("fleet", () => new Command("fleet", Messages.Fleet),
            new("collect", FleetCollectCommand.Create),
            new("import", FleetImportCommand.Create),
            new("hosts", FleetHostsCommand.Create),
            new("guests", FleetGuestsCommand.Create),
            new("matrix", FleetMatrixCommand.Create),
            new("baseline", FleetBaselineCommand.Create),
            new("pools", FleetPoolsCommand.Create),
            new("recommend", FleetRecommendCommand.Create),
            new("what-if", FleetWhatIfCommand.Create),
            new("freeze", FleetFreezeCommand.Create),
            new("verify", FleetVerifyCommand.Create),
            new("drift", FleetDriftCommand.Create),
            new("plan", FleetPlanCommand.Create),
            new("audit", FleetAuditCommand.Create),
            new("serve", FleetServeCommand.Create)),
        new("agent", AgentCommand.Create),
        new("domcapabilities", DomainCapabilitiesCommand.Create),
        new("domain", () => new DomainGroup(),
            new("list", DomainListCommand.Create),
            new("define", DomainDefineCommand.Create),
            new("undefine", DomainUndefineCommand.Create),
            new("dominfo", DomainInfoCommand.Create),
            new("dumpxml", DomainDumpCommand.Create),
            new("start", DomainStartCommand.Create),
            new("suspend", DomainSuspendCommand.Create),
            new("resume", DomainResumeCommand.Create),
            new("shutdown", DomainShutdownCommand.Create),
            new("reset", DomainResetCommand.Create),
            new("destroy", DomainDestroyCommand.Create),
            new("console", DomainConsoleCommand.Create),
            new("event", DomainEventCommand.Create),
            new("migrate", DomainMigrateCommand.Create),
            new("receive", DomainReceiveCommand.Create)),
        new("daemon", () => new Command("daemon", Messages.Daemon), new CommandEntry("status", DaemonStatusCommand.Create)),
        new("qemu", () => new Command("qemu", Messages.Qemu),
            new("record", QemuRecordCommand.Create),
            new("args", QemuArgsCommand.Create)),
        new("xen", () => new Command("xen", Messages.Xen), new CommandEntry("cpuid", XenCpuidCommand.Create)),
        new("vmware", () => new Command("vmware", Messages.VMware),
            new("cpuid", VMwareCpuidCommand.Create),
            new("evc", VMwareEvcCommand.Create)),
        new("completion", CompletionCommand.Create),
    ];

    /// <summary>All commands.</summary>
    public static ToolCommand CreateWhole()
    {
        ToolCommand root = new();
        foreach (CommandEntry entry in Entries)
        {
            root.Add(entry.CreateWhole());
        }

        Help.AddTo(root);
        return root;
    }

    /// <summary>The one command that the words name.</summary>
    /// <returns>The tree with it; <see langword="null"/> if they name none.</returns>
    public static ToolCommand? CreateNamed(IReadOnlyList<string> words)
    {
        string[] all = [.. words];
        if (CommandEntry.FindNamed(Entries, all, out int at)?.CreateNamed(all.AsSpan(at + 1)) is not { } command)
        {
            return null;
        }

        ToolCommand root = new() { command };
        Help.AddTo(root);
        return root;
    }
}
