using System.Text.Json.Nodes;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Inventories;

namespace NVirt.Cli.Output.Fleets;

/// <summary>What a command about a fleet answers, in whatever form.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Word">The answer as a word for people.</param>
/// <param name="Tables">The parts; a spreadsheet gets the first.</param>
internal sealed record FleetReport(string Title, CpuAnswer Answer, string Word, IReadOnlyList<FleetTable> Tables)
{
    /// <summary>The inventory; <see langword="null"/> where there is none.</summary>
    public FleetInventory? Inventory { get; init; }

    /// <summary>Single values for programs and people, by name.</summary>
    public IReadOnlyList<(FleetColumn Name, object? Value)> Facts { get; init; } = [];

    /// <summary>The matrix as colours.</summary>
    public HeatMap? Map { get; init; }

    /// <summary>Writes it in the form that was asked for.</summary>
    /// <returns>The exit code.</returns>
    public int Write(Session session)
    {
        switch (session.Format)
        {
            case OutputFormat.Json:
                session.WriteJson(ToJson());
                break;
            case OutputFormat.Csv:
                FleetCsv.Write(session.Out, Tables[0]);
                break;
            case OutputFormat.Html:
                FleetHtml.Write(session.Out, this);
                break;
            default:
                FleetText.Write(session, this);
                break;
        }

        return (int)Answer;
    }

    private JsonObject ToJson()
    {
        JsonObject json = new()
        {
            ["answer"] = Answer switch
            {
                CpuAnswer.Yes => "yes",
                CpuAnswer.No => "no",
                CpuAnswer.Unknown => "undecided",
                _ => "error",
            },
        };
        if (Inventory is not null)
        {
            json["inventory"] = FleetFacts.ToJson(Inventory);
        }

        foreach ((FleetColumn name, object? value) in Facts)
        {
            json[name.Key] = FleetValue.ToJson(value);
        }

        foreach (FleetTable table in Tables)
        {
            json[table.Key] = new JsonArray([.. table.Rows.Select(row => RowOf(table, row))]);
        }

        return json;
    }

    private static JsonObject RowOf(FleetTable table, IReadOnlyList<object?> row)
    {
        JsonObject json = [];
        for (int i = 0; i < row.Count; i++)
        {
            if (row[i] is not null)
            {
                json[table.Columns[i].Key] = FleetValue.ToJson(row[i]);
            }
        }

        return json;
    }
}
