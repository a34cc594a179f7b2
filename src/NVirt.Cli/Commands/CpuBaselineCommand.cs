using System.CommandLine;
using NVirt.Cli.Input;
using NVirt.Cli.Output;
using NVirt.Cpu;

namespace NVirt.Cli.Commands;

/// <summary><c>nvirt cpu baseline</c>: the best CPU that all of the given ones can run.</summary>
internal static class CpuBaselineCommand
{
    public static Command Create()
    {
        Argument<string[]> files = new("FILE") { Description = Messages.Argument_Files, Arity = ArgumentArity.OneOrMore };
        Option<bool> features = new("--features") { Description = Messages.Option_Features };
        Option<bool> migratable = new("--migratable") { Description = Messages.Option_Migratable };
        Option<string[]> models = SharedOptions.Models();
        Option<string?> modelsFrom = SharedOptions.ModelsFrom();
        Option<int?> cpu = SharedOptions.Cpu();
        HypervisorOptions hypervisor = new();
        return SharedOptions.Command(
            "baseline", Messages.Command_CpuBaseline, OutputFormats.OfCpu, Run, [files, features, migratable, models, modelsFrom, cpu, .. hypervisor.All]);

        int Run(Session session)
        {
            CpuSource[] cpus = [.. session.Get(files)!.SelectMany(f => Inputs.Cpus(session, f, session.Get(cpu))).Select(c => Inputs.Decoded(session, c))];
            CpuOutput.Write(session, hypervisor.Choose(session, hostFile: null) is { } qemu
                ? OfHypervisor(session, qemu, [.. cpus.Select(c => c.Definition!)])
                : OfMap(session, cpus));
            return ExitCode.Done;
        }

        CpuDefinition OfMap(Session session, CpuSource[] cpus)
        {
            CpuDriver driver = Inputs.Driver(session, cpus[0].Definition!);
            IReadOnlyList<string> possible = driver.PossibleFeatures(cpus);
            CpuDefinition baseline = driver.Baseline(
                [.. cpus.Select(c => c.Definition!)],
                new CpuBaselineOptions
                {
                    Models = Inputs.Models(session, session.Get(models), session.Get(modelsFrom)),
                    Migratable = session.Get(migratable),
                    Unknown = possible,
                });
            if (possible.Count > 0)
            {
                session.Note(Text.Of(Messages.Note_Possible, SourceNotes.Names(possible)));
            }

            // As libvirt's own baseline: what is never passed to a hypervisor is left out before features are spelled out.
            baseline = driver.DropNeverPassed(baseline);
            return session.Get(features) ? driver.ExpandFeatures(baseline) : baseline;
        }

        CpuDefinition OfHypervisor(Session session, QemuChoice qemu, CpuDefinition[] cpus)
        {
            if (session.Get(models) is { Length: > 0 } || session.Get(modelsFrom) is not null)
            {
                throw new CliException(Messages.Error_ModelsAndHypervisor, kind: CliErrorKind.Usage);
            }

            qemu.Introduce(session);
            return Hypervisors.Baseline(session, qemu, cpus, session.Get(migratable), session.Get(features));
        }
    }
}
