using System.Buffers;
using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using NVirt.Cli.Commands.Documents;
using NVirt.Cli.Input;
using NVirt.Cli.Output;
using NVirt.Cli.Output.Json;
using NVirt.Cpu.Judging;
using NVirt.Domains.Documents;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.CommandLine;
using NVirt.Qemu.HostModels;

namespace NVirt.Cli.Commands.Hypervisors;

/// <summary><c>nvirt qemu args</c>: QEMU's command line of a domain.</summary>
internal static class QemuArgsCommand
{
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@%+=:,./-");

    public static Command Create()
    {
        Argument<string> file = new("DOMAIN") { Description = Messages.Argument_Domain };
        Option<string?> emulator = new("--emulator") { Description = Messages.Option_Emulator, HelpName = "PATH" };
        Option<string?> qmp = new("--qmp") { Description = Messages.Option_Qmp, HelpName = "FILE" };
        Option<string?> host = SharedOptions.Host();
        return SharedOptions.Command("args", Messages.Command_QemuArgs, Run, file, emulator, qmp, host);

        int Run(Session session)
        {
            string name = session.Get(file)!;
            byte[] content = Files.Read(name);
            DomainDocument domain = DomainDocument.Parse(Files.TextOf(content, name), Files.Name(name));
            IReadOnlySet<string> told = UnreadParts.Tell(session, domain, content);
            string? recording = session.Get(qmp);
            QemuCapabilities capabilities = Qemus.Read(session, session.Get(emulator), recording, domain.Definition);
            QemuHost on = Qemus.Host(session, session.Get(host), recording, capabilities.Arch);
            QemuArguments arguments = QemuCommandLine.Build(domain, capabilities, on, new QemuCommandLineOptions { Map = session.Map });
            if (session.IsJson)
            {
                session.WriteJson(Json(arguments));
            }
            else
            {
                session.Out.Write(ShellText(arguments));
            }

            foreach (string warning in arguments.Warnings.Except(told))
            {
                session.Note(warning);
            }

            return ExitCode.Done;
        }
    }

    private static JsonObject Json(QemuArguments arguments) => new()
    {
        ["emulator"] = arguments.Emulator,
        ["arguments"] = CpuJson.Of(arguments.Arguments.AsEnumerable()),
        ["environment"] = new JsonObject(arguments.Environment.Select(v => KeyValuePair.Create(v.Key, (JsonNode?)v.Value))),
    };

    // For a POSIX shell: an option and its value a line.
    private static string ShellText(QemuArguments arguments)
    {
        StringBuilder text = new();
        foreach (var (name, value) in arguments.Environment)
        {
            text.Append(name).Append('=').Append(Quote(value)).Append(' ');
        }

        text.Append(Quote(arguments.Emulator));
        foreach (string argument in arguments.Arguments)
        {
            text.Append(argument.StartsWith('-') ? " \\\n  " : " ").Append(Quote(argument));
        }

        return text.Append('\n').ToString();
    }

    private static string Quote(string word) => word.Length > 0 && !word.AsSpan().ContainsAnyExcept(Plain)
        ? word
        : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
