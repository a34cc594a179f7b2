using NVirt.Cli;
using NVirt.Cli.Commands;
using NVirt.Cli.Commands.Cpus;
using NVirt.Cli.Input;
using NVirt.Cli.Output;
using NVirt.Cli.Output.Domains;
using NVirt.Cpu.Arm;
using NVirt.Cpu.Map;
using NVirt.Cpu.Probe.Dumps;
using NVirt.Cpu.Rules;
using NVirt.Qemu.Guests;
using NVirt.Qemu.Replies;
using NVirt.Qemu.State;
using NVirt.VMware;
using NVirt.Xen;

namespace NVirt.Localization.Tests;

/// <summary>A text in source code that looks like a message but is not.</summary>
/// <param name="Place">The beginning of the path in src.</param>
/// <param name="Text">The text as <see cref="Prose"/> has it; empty for all of that place.</param>
/// <param name="Because">Why it is not a message.</param>
internal sealed record Allowed(string Place, string Text, string Because)
{
    public static readonly Allowed[] All =
    [
        new("NVirt.Cpu.MapCompiler/", string.Empty,
            "what it says is a part of the compiler's output, for those who build; the rest is code that it makes"),
        new("NVirt.Rpc.Compiler/", string.Empty,
            "what it says is a part of the compiler's output, for those who build; the rest is code that it makes"),
        new("NVirt.Daemon/DaemonCommand.cs", "nvirtd: *", "the name of the daemon before a message"),
        new("NVirt.Daemon/DaemonCommand.cs", "yyyy-MM-dd HH:mm:ss ", "the form of times in the log"),
        new("NVirt.Daemon/Telemetry/DaemonMeters.cs", string.Empty, "what measurements are, for collectors; that stays in English"),
        new("NVirt.Daemon/Hosting/TelemetryExport.cs", string.Empty, "what measurements are, for collectors; that stays in English"),
        new("NVirt.Daemon/Sockets/UnixListener.cs", "uid *, pid *", "numbers in the log, which stays in English"),
        new("NVirt.Daemon/Configuration/ConfigurationReader.cs", "*: fleet: *", "a place in a file before a message"),
        new("NVirt.Xml/SettingsFile.cs", "could not be mapped", "words of the library, by which its mistakes are told"),
        new("NVirt.Xml/SettingsFile.cs", "could not be converted", "words of the library, by which its mistakes are told"),
        new("NVirt.Xml/SettingsFile.cs", "doesn't allow setting null", "words of the library, by which its mistakes are told"),
        new("NVirt.Fleet.Server/Api/", string.Empty, "descriptions in OpenAPI and entries of logs, for programs and administrators"),
        new("NVirt.Fleet.Server/Hosting/ServerCommand.cs", "nvirt-fleetd: *", "the name of the service before a message"),
        new("NVirt.Fleet.Server/Hosting/TokenCommand.cs", string.Empty, "who made a token, in the log of what was done"),
        new("NVirt.Fleet.Server/Refusals/Problems.cs", string.Empty, "headers of HTTP"),
        new("NVirt.Fleet.Server/Settings/ProgramVersion.cs", "nvirt *", "the name of the program with its version"),
        new("NVirt.Fleet.Server/Store/Sql/", string.Empty, "SQL"),
        new("NVirt.Fleet.Server/Telemetry/", string.Empty, "what measurements are, for collectors; that stays in English"),
        new("NVirt.Daemon/Sockets/DescriptorLimit.cs", "Max open files", "words of the kernel's files"),
        new("NVirt.Daemon/Handlers/HostReadings.cs", "cpu MHz", "a word of the kernel's files"),
        new("NVirt.Daemon/Faults/CommonFaults.cs", "unknown procedure: *", "words that clients take for \"not supported\", to the letter"),
        new("NVirt.Remote/Words/ServerError.cs", "unknown procedure", "words by which clients tell \"not supported\", to the letter"),
        new("NVirt.Remote/Transports/SshTransport.cs", string.Empty, "a script for the shell"),
        new("NVirt.Cli/", "nvirt: *", "the name of the tool before a message"),
        new("NVirt.Cli/Commands/CompletionCommand.cs", string.Empty, "scripts for shells"),
        new("NVirt.Cli/Commands/Cpus/CpuSignatureCommand.cs", "family=* model=* stepping=*\n", "the names of attributes in documents"),
        new("NVirt.Fleet/Collecting/CollectScript.cs", string.Empty, "a script for the shell"),
        new("NVirt.Fleet/Collecting/SshCollector.cs", string.Empty, "a command for the shell"),
        new("NVirt.Fleet/Plans/PlanWords.cs", string.Empty, "commands of platforms"),
        new("NVirt.Cli/Commands/Fleets/FleetWhatIfCommand.cs", string.Empty, "words of the command line"),
        new("NVirt.Cli/Commands/Fleets/FleetFreezeCommand.cs", "nvirt *", "the name of the tool with its version"),
        new("NVirt.Cli/Output/Fleets/FleetHtml.cs", string.Empty, "HTML and its style"),
        new("NVirt.Cli/Output/Domains/DomainFacts.cs", "* KiB", "a number with its unit"),
        new("NVirt.Cli/Output/Domains/DomainEventText.cs", string.Empty, "libvirt's words for events, and the form of a time"),
        new("NVirt.Qemu/Driver/QemuDriverConsole.cs", "pty, unix, file", "a list of values in documents, which is a part of a message"),
        new("NVirt.Qemu/Guests/GuestKeeper.cs", string.Empty, "a script for the shell"),
        new("NVirt.Qemu/Guests/GuestLauncher.cs", string.Empty, "a script for the shell"),
        new("NVirt.Qemu/Guests/GuestMonitor.cs", "QEMU *", "the name of the hypervisor with its version"),
        new("NVirt.Qemu/QemuProcess.cs", string.Empty, "a script for the shell"),
        new("NVirt.Qemu/State/RunRecordJson.cs", string.Empty, "the names of members of a file"),
        new("NVirt.Cpu.Probe/Dumps/DumpForms.cs", string.Empty, "names of programs and files"),
        new("NVirt.Cpu/Rules/NameHintText.cs", "Proxmox VE", "a name"),
        new("NVirt.Cpu/Arm/ArmParts.cs", "implementer 0x*, part 0x*", "the numbers of a processor, as Linux names them"),
        new("NVirt.Cpu/Arm/ArmParts.cs", "* (part 0x*)", "the name of a processor with its number"),
        new("NVirt.Cpu/X86/Data.cs", "CPUID leaves: {0}, MSRs: {1}", "for debuggers"),
        new("NVirt.Domains.Testing/", string.Empty, "tests, and what their drivers are told"),
        new("NVirt.Qemu/Replies/QmpDump.cs", string.Empty, "the name of a form of dumps"),
        new("NVirt.Cpu.Probe/Dumps/LibcpuidArmDump.cs", string.Empty, "the name of a form of dumps, and what stands in it"),
        new("NVirt.Cpu.Probe/Dumps/OtherForms.cs", string.Empty, "texts of other programs, by which their output is told"),
        new("NVirt.Cpu.Probe/Dumps/DumpForms.cs", string.Empty, "names of forms of dumps"),
        new("NVirt.Cpu.Probe/Dumps/Registers/", string.Empty, "names of forms of dumps, and what stands in them"),
        new("NVirt.Cpu/Map/X86Register.cs", "MSR *H[*]", "the place of a bit, as manuals write it"),
        new("NVirt.Cpu/X86/UpdateLive.cs", "MSR *H", "the number of a register, as manuals write it"),
        new("NVirt.Cli/Output/DomainReasons.cs", string.Empty, "words that programs read, the same in every language"),
        new("NVirt.Xen/LibxlNames.cs", string.Empty, "a table of names of features"),
        new("NVirt.VMware/VmxFeatureMask.cs", string.Empty, "a table of names of features"),
        new("NVirt.RelaxNg/DataTypes/Expressions/UnicodeBlocks.cs", string.Empty, "a table of names of blocks"),
        new("NVirt.RelaxNg/Schemas/Restrictions.cs", "attribute *", "a pattern as schemas write it"),
        new("NVirt.RelaxNg/Schemas/Restrictions.cs", "element *", "a pattern as schemas write it"),
        new("NVirt.RelaxNg/Input/XmlInput.cs", " Line *, position *.", "a part of .NET's own messages, to be taken out of them"),
        new("NVirt.Qemu/CommandLine/Devices/", string.Empty,
            "the names of elements and attributes, and lists of their values, which are parts of a message"),
        new("NVirt.Fleet.Server/Pages/", "* MiB", "a number with its unit"),
        new("NVirt.Fleet.Server/Pages/PageAsset.cs", string.Empty, "headers of HTTP"),
        new("NVirt.Fleet.Server/Pages/PageAssets.cs", string.Empty, "headers of HTTP"),
        new("NVirt.Fleet.Server/Pages/PageRoutes.cs", string.Empty, "headers of HTTP"),
        new("NVirt.Fleet/Mitigations/", string.Empty, "what Linux writes, to the letter, and a vendor's name in the map"),
        .. new[]
        {
            "none, host-model, host-passthrough, custom, maximum", "Discovery, Model, Host, HostPassthrough, Features",
            "Node, NodeFeature, VirtualMachine, VirtualMachineInstance, KubeVirt, HyperConverged, VirtualMachineClass, "
                + "VirtualMachineProfile, List", "Proxmox VE",
            "cpu-model: NAME", "eax, ebx, ecx, edx", "Vendor ID", "CPU family", "Address sizes", "Microcode version", " bits physical",
            "CPU part", "cpu family", "address sizes", "CPU implementer", "cpu family, model", "CPU part {0}, {1}", "custom CPU",
            "clflush size", "cpuid level",
            "NVirt *", "HVM Max", "Dynamic sets", "Domain *", "Raw, Host, HVM Default, HVM Max, PV Default, PV Max", "-cpu MODEL",
            "on, off, yes, no, true, false", "on, off", "Cloud Hypervisor", "custom, host-model, host-passthrough",
            "cpu.architecture, cpu.sockets", "cluster group", "REG=0xV, REG|=0xV", "spec:\n  configuration:\n    cpuModel: *\n",
            "cpu: ***\n", "cpu: custom-*\n", "required, forbidden", "emulate, passthrough", "extra_specs, properties",
            "config, architecture", "true, false", "EAX, EBX, ECX, EDX", "[PLACE, {replacements, mask}]",
        }.Select(words => new Allowed("NVirt.Platforms/", words, "words of a platform and of its documents")),
        .. new[]
        {
            "Address Sizes", "CPU Family", "CPU implementer", "CPU part", "Model Name", "address sizes", "cpu family", "hart isa",
                "model name", "system type",
        }.Select(name => new Allowed("NVirt.Cpu.Probe/", name, "a name in /proc/cpuinfo")),
    ];

    public bool Covers(string path, Prose prose) => path.StartsWith(Place, StringComparison.Ordinal)
        && (Text.Length == 0 || Text == prose.Value);
}
