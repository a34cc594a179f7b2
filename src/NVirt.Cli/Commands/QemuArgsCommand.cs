using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using NVirt.Cli.Input;
using NVirt.Cli.Output;
using NVirt.Domains;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.CommandLine;
using NVirt.Qemu.HostModels;

namespace NVirt.Cli.Commands;

/// <summary><c>nvirt qemu args</c>: QEMU's command line of a domain.</summary>
internal static class QemuArgsCommand
{
    public static Command Create()
    {
        Argument<string> file = new("DOMAIN") { Description = Messages.Argument_Domain };
        Option<string?> emulator = new("--emulator") { Description = Messages.Option_Emulator, HelpName = "PATH" };
        Option<string?> qmp = new("--qmp") { Description = Messages.Option_Qmp, HelpName = "FILE" };
        Option<string?> host = SharedOptions.Host();
        return SharedOptions.Command("args", Messages.Command_QemuArgs, Run, file, emulator, qmp, host);

        int Run(Session session)
        {
            OutputFormat format = session.Format(OutputFormat.Table, OutputFormat.Json);
            string name = session.Get(file)!;
            DomainDocument domain = DomainDocument.Parse(Encoding.UTF8.GetString(Files.Read(name)), Files.Name(name));
            QemuCapabilities capabilities = Emulators.Read(session, session.Get(emulator), session.Get(qmp), domain.Definition);
            QemuArguments arguments = QemuCommandLine.Build(
                domain, capabilities, Host(session, session.Get(host), capabilities), new QemuCommandLineOptions { Map = session.Map });
            if (format == OutputFormat.Json)
            {
                CpuJson.Write(session.Out, new JsonArray([.. arguments.Arguments.Prepend(arguments.Emulator).Select(a => (JsonNode)a)]));
            }
            else
            {
                session.Out.Write(ShellText.Of(arguments));
            }

            foreach (string warning in arguments.Warnings)
            {
                session.Note(warning);
            }

            return ExitCode.Done;
        }
    }

    private static QemuHost Host(Session session, string? file, QemuCapabilities capabilities) => file is null
        ? QemuHost.ThisMachine(session.Map)
        : Inputs.Cpu(session, file) is { Definition.Arch: Cpu.CpuArchitecture.None } cpu
            ? QemuHost.Of(cpu, capabilities.Arch, session.Map)
            : QemuHost.Of(Inputs.Cpu(session, file), map: session.Map);
}
