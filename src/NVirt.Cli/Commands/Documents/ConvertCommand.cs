using System.CommandLine;
using NVirt.Cli.Input;
using NVirt.Cli.Output;
using NVirt.Platforms;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Documents;

/// <summary><c>nvirt convert</c>: a guest's CPU, or what all hosts have, in the words of another platform.</summary>
internal static class ConvertCommand
{
    public static Command Create()
    {
        Argument<string[]> files = new("FILE") { Description = Messages.Argument_ConvertFiles, Arity = ArgumentArity.OneOrMore };
        Option<string?> to = SharedOptions.To(Messages.Option_ConvertTo);
        to.Required = true;
        SourceOptions sources = new();
        Option<string?> model = new("--model") { Description = Messages.Option_ConvertModel, HelpName = "NAME" };
        Option<string?> output = new("--out") { Description = Messages.Option_ConvertOut, HelpName = "FILE" };
        Option<string?> flavor = new("--flavor") { Description = Messages.Option_ConvertFlavor, HelpName = "FILE" };
        Option<bool> experimental = new("--experimental") { Description = Messages.Option_ConvertExperimental };
        return SharedOptions.Command(
            "convert", Messages.Command_Convert, Run, [files, to, .. sources.All, model, output, flavor, experimental]);

        int Run(Session session)
        {
            SourceHints hints = sources.Of(session);
            PlatformReadOptions options = hints.OptionsOf(session) with
            {
                NovaFlavor = session.Get(flavor) is { } file ? Utf8Text.Decode(Files.Read(file), out _) : null,
            };
            List<CpuStatement> statements = [];
            foreach (string path in session.Get(files)!)
            {
                statements.AddRange(Statements.Read(session, path, hints.Form, options: options));
            }

            PlatformWriteRequest request = new()
            {
                Name = session.Get(model),
                Map = session.Map,
                AllowsExperimental = session.Get(experimental),
            };
            Convert(session, statements, session.Get(to)!, request, session.Get(output));
            return ExitCode.Done;
        }
    }

    private static void Convert(Session session, List<CpuStatement> statements, string platform, PlatformWriteRequest request, string? file)
    {
        CpuStatement[] guests = [.. statements.Where(s => s.Subject == StatementSubject.Guest)];
        CpuStatement[] hosts =
            [.. MergedHost.ByName([.. statements.Where(s => s.Subject == StatementSubject.Host)]).Select(h => h.Judged)];
        if (guests.Length > 1)
        {
            throw new CliException(Text.Of(Messages.Error_ConvertGuests, guests.Length, guests[1].File, Math.Max(guests[1].Line, 1)));
        }

        StatementBaseline? baseline = guests.Length == 0 ? StatementBaseline.Of(hosts, session.Map) : null;
        PlatformOutput output = PlatformWriter.Write(platform, request with
        {
            Cpu = baseline?.Cpu ?? guests[0].ToDefinition(),
            Hosts = hosts,
        });
        foreach (CpuStatement statement in statements.Union(hosts))
        {
            Notes.Write(session, statement.File, statement.Remarks.Concat(statement.LossesOfDefinition).Select(r => r.Describe()));
        }

        WrittenFiles.Write(session, platform, output, file, baseline?.Possible);
    }
}
