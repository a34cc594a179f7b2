using System.CommandLine;
using System.Text.Json.Nodes;
using NVirt.Cli.Output;
using NVirt.Cli.Output.Json;
using NVirt.Cli.Output.Pages;
using NVirt.Cpu;
using NVirt.RelaxNg.Patterns;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Cpus;

/// <summary><c>nvirt cpu show</c>: all that is known of a model, a feature, or a bit that libvirt does not know.</summary>
internal static class CpuShowCommand
{
    public static Command Create()
    {
        Argument<string> name = new("NAME") { Description = Messages.Argument_Name, HelpName = "NAME" };
        name.CompletionSources.Add(
            _ => SharedOptions.ModelNames().Concat(SharedOptions.FeatureNames()).Concat(SharedOptions.KnownBitNames()));
        return SharedOptions.Command("show", Messages.Command_CpuShow, session => Run(session, session.Get(name)!), name);
    }

    private static int Run(Session session, string name)
    {
        CpuModelInfo? model = SharedOptions.Mapped.Select(arch => session.Map.FindModel(name, arch)).FirstOrDefault(m => m is not null);
        if (model is not null)
        {
            Write(session, "model", () => MapJson.Of(model), () => ModelPage.Write(session, model));
            return ExitCode.Done;
        }

        if (FindFeature(session, name) is { } feature)
        {
            Write(session, "feature", () => MapJson.Of(feature), () => WriteFeature(session, feature));
            return ExitCode.Done;
        }

        CpuKnownBit bit = FindKnownBit(session, name) ?? throw Unknown(session, name);
        Write(session, "bit", () => MapJson.Of(bit), () => WriteKnownBit(session, bit));
        return ExitCode.Done;
    }

    private static CliException Unknown(Session session, string name)
    {
        CpuReason[] reasons = [session.Map.UnknownModel(name), session.Map.UnknownFeature(name)];
        CpuReason? known = reasons.FirstOrDefault(r => r.Hint().Length > 0);
        string message =
            Text.Of(Messages.Error_WithHint, Text.Of(Messages.Error_NotInMap, name), known?.Hint() ?? Messages.Error_NotInMapSee);
        return new CliException(message) { Suggestions = known?.Suggestions ?? [] };
    }

    // Operations never use aliases, a person looking for a feature does.
    private static CpuFeatureInfo? FindFeature(Session session, string name) =>
        SharedOptions.Mapped.Select(arch => session.Map.FindFeature(name, arch)).FirstOrDefault(f => f is not null)
        ?? session.Map.Features(CpuArchitecture.X86_64).FirstOrDefault(f => f.Aliases.Any(a => a.Name == name));

    private static CpuKnownBit? FindKnownBit(Session session, string name) =>
        session.Map.FindKnownBit(name) ?? session.Map.KnownBits(CpuArchitecture.X86_64).FirstOrDefault(b => b.Spelling == name);

    private static void Write(Session session, string kind, Func<JsonObject> json, Action table)
    {
        if (session.IsJson)
        {
            session.WriteJson(new JsonObject { [kind] = json() });
        }
        else
        {
            table();
        }
    }

    private static void WriteFeature(Session session, CpuFeatureInfo feature)
    {
        List<string[]> rows =
        [
            [Messages.Title_Feature, feature.Name],
            [Messages.Title_Meaning, feature.Description],
            [Messages.Title_Group, feature.GroupTitle],
            [Messages.Title_Where, feature.Coordinate],
            [Messages.Title_Migratable, feature.Migratable ? Messages.Word_Yes : Messages.Word_No],
            [Messages.Title_Aliases, string.Join(' ', feature.Aliases.Select(a => $"{a.Name} ({a.Origin})"))],
            [Messages.Title_Homonym, feature.Homonym],
            [Messages.Title_InModels, string.Join(
                ' ', session.Map.Models(CpuArchitecture.X86_64).Where(m => m.Features.Contains(feature.Name)).Select(m => m.Name))],
        ];
        Tables.Write(session, titles: null, rows.Where(r => r[1].Length > 0));
    }

    private static void WriteKnownBit(Session session, CpuKnownBit bit)
    {
        List<string[]> rows =
        [
            [Messages.Title_Feature, bit.Name],
            [Messages.Title_Meaning, bit.Description],
            [Messages.Title_Kind, Kind(bit.Kind)],
            [Messages.Title_Where, bit.Coordinate],
            [Messages.Title_Vendor, string.Join(' ', bit.Vendors)],
            [Messages.Title_Source, bit.IsUncertain ? Text.Of(Messages.Word_Uncertain, bit.Source) : bit.Source],
            [Messages.Title_InLibvirt, Messages.Word_NotInLibvirt],
        ];
        Tables.Write(session, titles: null, rows.Where(r => r[1].Length > 0));
    }

    private static string Kind(CpuKnownBitKind kind) => kind switch
    {
        CpuKnownBitKind.Field => Messages.Word_Field,
        CpuKnownBitKind.Reserved => Messages.Word_Reserved,
        _ => Messages.Word_Flag,
    };
}
