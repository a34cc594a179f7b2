using System.CommandLine;
using System.Text.Json.Nodes;
using NVirt.Cli.Commands.Hypervisors;
using NVirt.Cli.Input;
using NVirt.Cli.Output;
using NVirt.Cpu;
using NVirt.Cpu.Judging;
using NVirt.Platforms;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Cpus;

/// <summary><c>nvirt cpu baseline</c>: the best CPU that all of the given ones can run.</summary>
internal static class CpuBaselineCommand
{
    public static Command Create()
    {
        Argument<string[]> files = new("FILE") { Description = Messages.Argument_Files, Arity = ArgumentArity.OneOrMore };
        Option<bool> features = new("--features") { Description = Messages.Option_Features };
        Option<bool> migratable = new("--migratable") { Description = Messages.Option_Migratable };
        Option<bool> guest = new("--guest") { Description = Messages.Option_Guest };
        Option<bool> explain = new("--explain") { Description = Messages.Option_Explain };
        Option<string[]> models = SharedOptions.Models();
        Option<string?> modelsFrom = SharedOptions.ModelsFrom();
        Option<int?> cpu = SharedOptions.Cpu();
        SourceOptions sources = new();
        Option<string?> to = SharedOptions.To(Messages.Option_BaselineTo);
        Option<string?> name = new("--model") { Description = Messages.Option_ConvertModel, HelpName = "NAME" };
        Option<string?> output = new("--out") { Description = Messages.Option_ConvertOut, HelpName = "FILE" };
        HypervisorOptions hypervisor = new(isPerHost: true);
        return SharedOptions.Command(
            "baseline", Messages.Command_CpuBaseline, OutputFormats.OfCpu, Run,
                [files, features, migratable, guest, explain, models, modelsFrom, cpu, .. sources.All, to, name, output,
                    .. hypervisor.All]);

        int Run(Session session)
        {
            if (session.Get(to) is null && (session.Get(name) ?? session.Get(output)) is not null)
            {
                throw new CliException(
                    Text.Of(Messages.Error_OnlyWithTo, session.Get(name) is null ? output.Name : name.Name), kind: CliErrorKind.Usage);
            }

            BaselineInputs inputs = BaselineInputs.Read(session, session.Get(files)!, sources.Of(session), session.Get(cpu), hypervisor);
            QemuChoice? qemu = inputs.Words.Count > 0 ? null : hypervisor.Choose(session, hostFile: null);
            if ((inputs.Words.Count > 0 || qemu is not null)
                && (session.Get(models) is { Length: > 0 } || session.Get(modelsFrom) is not null))
            {
                throw new CliException(Messages.Error_ModelsAndHypervisor, kind: CliErrorKind.Usage);
            }

            qemu?.Introduce(session);
            CpuDefinition baseline;
            try
            {
                baseline = Make(session, inputs, qemu);
            }
            catch (CpuException e)
            {
                throw BaselineRefusal.Of(session, inputs, e, part => Make(session, part, qemu));
            }

            Tell(session, inputs, baseline);
            return ExitCode.Done;
        }

        CpuDefinition Make(Session session, BaselineInputs inputs, QemuChoice? qemu) => qemu is null
            ? OfCpus(session, inputs)
            : HypervisorCpus.Baseline(
                session, qemu, inputs.Definitions, session.Get(migratable), session.Get(features), session.Get(guest));

        CpuDefinition OfCpus(Session session, BaselineInputs inputs)
        {
            // Where a source tells too little for a model, only what every host certainly has counts.
            if (inputs.Cpus.Any(PlatformInputs.HasNoModel))
            {
                return StatementBaseline.Of([.. inputs.Cpus.Select(c => CpuStatement.Of(c, session.Map))], session.Map).Cpu;
            }

            CpuDriver driver = Inputs.Driver(session, inputs.Definitions[0]);
            CpuBaselineOptions options = new()
            {
                Models = inputs.Words.Count > 0 ? HypervisorWord.Common(inputs.Words)
                    : Inputs.Models(session, session.Get(models), session.Get(modelsFrom)),
                Migratable = session.Get(migratable),
                ForGuests = session.Get(guest),
            };
            return CpuDecisions.Baseline(driver, inputs.Cpus, options, session.Get(features), inputs.Words.Select(w => w.HostModel));
        }

        void Tell(Session session, BaselineInputs inputs, CpuDefinition baseline)
        {
            CpuDriver driver = Inputs.Driver(session, inputs.Definitions[0]);
            BaselineExplanation[] explanation = session.Get(explain) ? BaselineExplanation.Of(driver, inputs, session.Get(guest)) : [];
            IReadOnlyList<string> possible = driver.Advanced.PossibleFeatures(inputs.Cpus);
            if (session.Get(to) is { } platform)
            {
                WrittenFiles.Write(session, platform, Written(session, inputs, baseline, platform), session.Get(output), possible);
            }
            else
            {
                Write(session, baseline, explanation, possible);
            }

            // What a hypervisor says that it gives is not doubted.
            if (inputs.Cpus.Any(c => c.IsHost) && driver.Advanced.WithheldFeatures(baseline) is { Count: > 0 } withheld)
            {
                session.Note(Text.Of(Messages.Note_Withheld, string.Join(", ", withheld)));
            }

            foreach (BaselineExplanation host in session.IsJson ? [] : explanation)
            {
                host.Write(session, explanation.Length);
            }
        }

        PlatformOutput Written(Session session, BaselineInputs inputs, CpuDefinition baseline, string platform) => PlatformWriter.Write(
            platform, new PlatformWriteRequest
            {
                Cpu = baseline,
                Name = session.Get(name),
                Hosts = [.. inputs.Cpus.Where(c => c.IsHost).Select(c => CpuStatement.Of(c, session.Map))],
                Map = session.Map,
            });
    }

    private static void Write(
        Session session, CpuDefinition baseline, BaselineExplanation[] explanation, IReadOnlyList<string> possible)
    {
        CpuOutput.Write(session, baseline, json =>
        {
            if (explanation.Length > 0)
            {
                json["explanation"] = new JsonArray([.. explanation.Select(e => e.ToJson())]);
            }
        });
        if (possible.Count > 0)
        {
            session.Note(Text.Of(Messages.Note_Possible, Inputs.Names(possible)));
        }
    }
}
