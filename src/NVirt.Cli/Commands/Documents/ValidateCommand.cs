using System.CommandLine;
using System.Text.Json.Nodes;
using NVirt.Cli.Input;
using NVirt.RelaxNg;
using NVirt.RelaxNg.Patterns;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Documents;

/// <summary><c>nvirt validate</c>: what is wrong in documents, by a RELAX NG schema.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        Argument<string[]> files = new("FILE") { Description = Messages.Argument_Documents, Arity = ArgumentArity.OneOrMore };
        Option<string?> schema = new("--schema") { Description = Messages.Option_Schema, HelpName = "FILE" };
        schema.CompletionSources.Add(_ => Schemas.InstalledNames);
        return SharedOptions.Command(
            "validate", Messages.Command_Validate, session => Run(session, session.Get(files)!, session.Get(schema)), files, schema);
    }

    private static int Run(Session session, string[] files, string? schema)
    {
        bool isForPrograms = session.IsJson;
        Schemas schemas = new(schema);
        List<int> codes = [];
        JsonArray all = [];
        foreach (Validation validation in files.Select(f => Validation.Of(f, schemas)))
        {
            codes.Add(validation.Code);
            if (isForPrograms)
            {
                all.Add((JsonNode)ValidationJson.Of(validation));
            }
            else
            {
                Write(session, validation);
            }
        }

        if (isForPrograms)
        {
            session.WriteJson(new JsonObject { ["files"] = all });
        }

        return ExitCode.Combine(codes);
    }

    private static void Write(Session session, Validation validation)
    {
        foreach (RelaxNgError mistake in validation.Mistakes)
        {
            session.Out.Write($"{Text.OnOneLine(mistake.ToString())}\n");
        }

        if (validation.Problem is { } problem)
        {
            session.Problem(problem);
        }
        else if (validation.Code == ExitCode.Done)
        {
            session.Out.Write($"{Text.OnOneLine(Text.Of(Messages.Validate_Valid, validation.File))}\n");
        }
    }
}
