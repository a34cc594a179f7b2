using System.CommandLine;
using NVirt.Cli.Input;
using NVirt.Cpu;

namespace NVirt.Cli.Commands.Hypervisors;

/// <summary><c>nvirt qemu record</c>: what a binary answers, for <c>--qmp</c>.</summary>
internal static class QemuRecordCommand
{
    public static Command Create()
    {
        Option<string?> emulator = new("--emulator") { Description = Messages.Option_Emulator, HelpName = "PATH" };
        return SharedOptions.Command("record", Messages.Command_QemuRecord, [OutputFormat.Json], Run, emulator);

        int Run(Session session)
        {
            session.Out.Write(session.WithSchema(Qemus.Record(session, session.Get(emulator) ?? Qemus.BinaryFor(CpuArchitecture.None))));
            return ExitCode.Done;
        }
    }
}
