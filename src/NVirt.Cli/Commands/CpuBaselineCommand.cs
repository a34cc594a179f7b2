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
        return SharedOptions.Command("baseline", Messages.Command_CpuBaseline, Run, files, features, migratable, models, modelsFrom);

        int Run(Session session)
        {
            List<CpuSource> cpus = [.. session.Get(files)!.SelectMany(f => Inputs.Cpus(session, f))];
            CpuDriver driver = Inputs.Driver(session, cpus[0].Definition);
            CpuDefinition baseline = driver.Baseline(
                [.. cpus.Select(c => c.Definition)],
                new CpuBaselineOptions
                {
                    Models = Inputs.Models(session, session.Get(models), session.Get(modelsFrom)),
                    Migratable = session.Get(migratable),
                });

            // As libvirt's own baseline: what is never passed to a hypervisor is left out before features are spelled out.
            baseline = driver.DropNeverPassed(baseline);
            CpuOutput.Write(session, session.Get(features) ? driver.ExpandFeatures(baseline) : baseline);
            foreach (CpuSource cpu in cpus.Where(c => c.Unknown.Length > 0))
            {
                session.Note(Text.Of(Messages.Note_UnknownCountsAsAbsent, cpu.Definition.Model, cpu.Unknown.Length));
            }

            return ExitCode.Done;
        }
    }
}
