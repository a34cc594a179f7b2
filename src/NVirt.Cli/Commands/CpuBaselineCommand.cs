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
        HypervisorOptions hypervisor = new();
        return SharedOptions.Command(
            "baseline", Messages.Command_CpuBaseline, OutputFormats.OfCpu, Run, [files, features, migratable, models, modelsFrom, .. hypervisor.All]);

        int Run(Session session)
        {
            List<CpuSource> cpus = [.. session.Get(files)!.SelectMany(f => Inputs.Cpus(session, f))];
            CpuDefinition[] definitions = [.. cpus.Select(c => c.Definition)];
            CpuOutput.Write(session, hypervisor.Choose(session, hostFile: null) is { } qemu
                ? OfHypervisor(session, qemu, definitions)
                : OfMap(session, definitions));
            foreach (CpuSource cpu in cpus.Where(c => c.Unknown.Length > 0))
            {
                session.Note(Text.Of(Messages.Note_UnknownCountsAsAbsent, cpu.Definition.Model, cpu.Unknown.Length));
            }

            return ExitCode.Done;
        }

        CpuDefinition OfMap(Session session, CpuDefinition[] cpus)
        {
            CpuDriver driver = Inputs.Driver(session, cpus[0]);
            CpuDefinition baseline = driver.Baseline(
                cpus,
                new CpuBaselineOptions
                {
                    Models = Inputs.Models(session, session.Get(models), session.Get(modelsFrom)),
                    Migratable = session.Get(migratable),
                });

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
