using System.Collections.Immutable;
using System.Globalization;
using NVirt.Cpu;
using NVirt.RelaxNg.Patterns;
using NVirt.Xml;

namespace NVirt.Cli.Output.Pages;

/// <summary>All that the map says of a model, for people.</summary>
internal static class ModelPage
{
    public static void Write(Session session, CpuModelInfo model)
    {
        List<string[]> rows =
        [
            [Messages.Title_Model, model.Name],
            [Messages.Title_Vendor, model.Vendor ?? Messages.Word_Any],
            [Messages.Title_Canonical, model.CanonicalName ?? string.Empty],
            [Messages.Title_Ancestor, model.Ancestor ?? string.Empty],
            [Messages.Title_Level, model.PsAbi is { } level ? Levels.Describe(level) : string.Empty],
            [Messages.Title_Signatures, string.Join(' ', model.Signatures.Select(Signature))],
            [Messages.Title_Pvrs, string.Join(' ', model.Pvrs.Select(Pvr))],
            [Messages.Title_DecodedFor, Decoding(model)],
            [Messages.Title_Removed, string.Join(' ', model.RemovedFeatures)],
        ];
        Tables.Write(session, titles: null, rows.Where(r => r[1].Length > 0));
        WriteFeatures(session, Messages.Title_FeatureCount, model.Features);
        WriteFeatures(session, Messages.Title_AddedCount, model.AddedFeatures);
    }

    // A group a line, and of the many controls of VMX a register a line.
    private static void WriteFeatures(Session session, string title, ImmutableArray<string> names)
    {
        CpuFeatureInfo[] features = [.. names.Select(name => session.Map.FindFeature(name)).OfType<CpuFeatureInfo>()];
        if (features.Length == 0)
        {
            return;
        }

        Tables.Heading(session, Text.Of(title, features.Length));
        Tables.Write(
            session,
            titles: null,
            features.GroupBy(TitleOf, StringComparer.Ordinal).Select(g => new[] { "  " + g.Key, string.Join(' ', g.Select(f => f.Name)) }));
    }

    private static string TitleOf(CpuFeatureInfo feature) => feature.Group == "vmx"
        ? $"vmx-*, {feature.Coordinate.Split('[')[0]}"
        : feature.GroupTitle;

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
