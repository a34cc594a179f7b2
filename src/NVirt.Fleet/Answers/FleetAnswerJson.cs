using System.Text.Json.Nodes;
using NVirt.Cpu.Judging;

namespace NVirt.Fleet.Answers;

/// <summary>An answer about a fleet for programs: one form for the command line and the service.</summary>
public static class FleetAnswerJson
{
    /// <summary>
    /// The answer as an object: <c>answer</c> (yes, no, undecided or error), <c>inventory</c> where it rests on one, the facts, and an
    /// array of objects for each table. A value that is not there has no member.
    /// </summary>
    public static JsonObject ToJson(this FleetAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        JsonObject json = new()
        {
            ["answer"] = answer.Answer switch
            {
                CpuAnswer.Yes => "yes",
                CpuAnswer.No => "no",
                CpuAnswer.Unknown => "undecided",
                _ => "error",
            },
        };
        if (answer.Inventory is { } inventory)
        {
            json["inventory"] = FleetFacts.ToJson(inventory);
        }

        foreach ((FleetColumn name, object? value) in answer.Facts)
        {
            json[name.Key] = FleetValue.ToJson(value);
        }

        foreach (FleetTable table in answer.Tables)
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
