using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using NVirt.Cli.Output;
using NVirt.Cpu;

namespace NVirt.Cli.Commands;

/// <summary><c>nvirt cpu show</c>: all that is known of a model, a feature, or a bit that libvirt does not know.</summary>
internal static class CpuShowCommand
{
    public static Command Create()
    {
        Argument<string> name = new("NAME") { Description = Messages.Argument_Name, HelpName = "NAME" };
        name.CompletionSources.Add(_ => SharedOptions.ModelNames().Concat(SharedOptions.FeatureNames()).Concat(SharedOptions.KnownBitNames()));
        return SharedOptions.Command("show", Messages.Command_CpuShow, session => Run(session, session.Get(name)!), name);
    }

    private static int Run(Session session, string name)
    {
        OutputFormat format = session.Format(OutputFormat.Table, OutputFormat.Json);
        CpuModelInfo? model = SharedOptions.Mapped.Select(arch => session.Map.FindModel(name, arch)).FirstOrDefault(m => m is not null);
        if (model is not null)
        {
            Write(session, format, () => MapJson.Of(model), () => WriteModel(session, model));
            return ExitCode.Done;
        }

        if (FindFeature(session, name) is { } feature)
        {
            Write(session, format, () => MapJson.Of(feature), () => WriteFeature(session, feature));
            return ExitCode.Done;
        }

        CpuKnownBit bit = FindKnownBit(session, name) ?? throw new CliException(Text.Of(Messages.Error_NotInMap, name));
        Write(session, format, () => MapJson.Of(bit), () => WriteKnownBit(session, bit));
        return ExitCode.Done;
    }

    // Operations never use aliases, a person looking for a feature does.
    private static CpuFeatureInfo? FindFeature(Session session, string name) =>
        SharedOptions.Mapped.Select(arch => session.Map.FindFeature(name, arch)).FirstOrDefault(f => f is not null)
        ?? session.Map.Features(CpuArchitecture.X86_64).FirstOrDefault(f => f.Aliases.Any(a => a.Name == name));

    private static CpuKnownBit? FindKnownBit(Session session, string name) =>
        session.Map.FindKnownBit(name) ?? session.Map.KnownBits(CpuArchitecture.X86_64).FirstOrDefault(b => b.Spelling == name);

    private static void Write(Session session, OutputFormat format, Func<JsonObject> json, Action table)
    {
        if (format == OutputFormat.Json)
        {
            CpuJson.Write(session.Out, json());
        }
        else
        {
            table();
        }
    }

    private static void WriteModel(Session session, CpuModelInfo model)
    {
        List<string[]> rows =
        [
            [Messages.Title_Model, model.Name],
            [Messages.Title_Vendor, model.Vendor ?? Messages.Word_Any],
            [Messages.Title_Canonical, model.CanonicalName ?? string.Empty],
            [Messages.Title_Ancestor, model.Ancestor ?? string.Empty],
            [Messages.Title_Signatures, string.Join(' ', model.Signatures.Select(Signature))],
            [Messages.Title_Pvrs, string.Join(' ', model.Pvrs.Select(Pvr))],
            [Messages.Title_DecodedFor, Decoding(model)],
            [Messages.Title_Features, string.Join(' ', model.Features)],
            [Messages.Title_Added, string.Join(' ', model.AddedFeatures)],
            [Messages.Title_Removed, string.Join(' ', model.RemovedFeatures)],
        ];
        Tables.Write(session, titles: null, rows.Where(r => r[1].Length > 0));
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
            [Messages.Title_InModels, string.Join(' ', session.Map.Models(CpuArchitecture.X86_64).Where(m => m.Features.Contains(feature.Name)).Select(m => m.Name))],
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

    private static string Signature(CpuSignatureInfo signature) => signature.Steppings.Length == 16
        ? $"{signature.Family}/{signature.Model}"
        : $"{signature.Family}/{signature.Model}/{signature.Steppings[0]}-{signature.Steppings[^1]}";

    private static string Pvr(CpuPvrInfo pvr) => pvr.Mask == uint.MaxValue
        ? string.Create(CultureInfo.InvariantCulture, $"0x{pvr.Value:x3}")
        : string.Create(CultureInfo.InvariantCulture, $"0x{pvr.Value:x8}/0x{pvr.Mask:x8}");

    private static string Decoding(CpuModelInfo model) => (model.DecodesToHost, model.DecodesToGuest) switch
    {
        (true, true) => Messages.Word_HostsAndGuests,
        (true, false) => Messages.Word_Hosts,
        (false, true) => Messages.Word_Guests,
        _ => Messages.Word_Nothing,
    };
}
