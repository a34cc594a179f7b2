using System.Collections.Immutable;
using NVirt.Fleet.Answers;
using NVirt.Platforms;

namespace NVirt.Fleet.Server.Pages;

/// <summary>Statements about one CPU side by side: what each is, and where they differ.</summary>
internal static class StatementTables
{
    private const int MostRows = 1000;

    /// <summary>Writes both tables.</summary>
    public static void Append(PageWriter body, ImmutableArray<CpuStatement> statements)
    {
        if (statements.IsEmpty)
        {
            body.Heading(PageTexts.Statements).Paragraph(PageTexts.None);
            return;
        }

        FleetColumn[] columns = [new("of", PageTexts.Property), .. statements.Select((s, i) => new FleetColumn($"s{i}", TitleOf(s)))];
        body.Table(new FleetTable("statements", PageTexts.Statements, columns,
        [
            Row(PageTexts.Form, s => s.Form), Row(PageTexts.Vendor, s => s.Vendor), Row(PageTexts.Cpu, FleetWords.CpuOf),
            Row(PageTexts.Features, s => s.Bits.YesSet.Count), Row(PageTexts.UnknownFeatures, s => s.Bits.UnknownSet.Count),
            Row(PageTexts.PhysBits, s => s.Axes.PhysBits), Row(PageTexts.TscHz, s => s.Axes.TscHz),
        ]));
        if (statements.Length > 1)
        {
            body.Table(new FleetTable("differences", PageTexts.Differences, columns, [.. Differences(statements).Take(MostRows)]));
        }

        foreach (CpuStatement statement in statements)
        {
            body.Add("<details><summary>").Escaped(Xml.Text.Of(PageTexts.AllFeatures, TitleOf(statement))).Add("</summary>\n")
                .Paragraph(string.Join(' ', statement.Bits.Yes)).Add("</details>\n");
        }

        IReadOnlyList<object?> Row(string name, Func<CpuStatement, object?> value) => [name, .. statements.Select(value)];
    }

    private static string TitleOf(CpuStatement statement) => FleetWords.Of(statement.Truth).Title;

    private static IEnumerable<IReadOnlyList<object?>> Differences(ImmutableArray<CpuStatement> statements) =>
        statements.SelectMany(s => s.Bits.Yes).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(f => (Feature: f, Has: statements.Select(s => s.Bits.Has(f)).ToArray()))
            .Where(f => f.Has.Distinct().Count() > 1)
            .Select(f => (IReadOnlyList<object?>)[f.Feature, .. f.Has.Select(WordOf)]);

    private static FleetWord WordOf(bool? has) => has switch
    {
        true => new FleetWord("yes", PageTexts.Yes),
        false => new FleetWord("no", PageTexts.No),
        null => new FleetWord("undecided", PageTexts.Unknown),
    };
}
