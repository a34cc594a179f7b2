using System.Text.Json.Nodes;
using NVirt.Cli.Output.Json;
using NVirt.Cpu;
using NVirt.Cpu.Judging;
using NVirt.Cpu.Xml;
using NVirt.RelaxNg.Patterns;

namespace NVirt.Cli.Output;

/// <summary>Writes one definition in the form that was asked for.</summary>
internal static class CpuOutput
{
    /// <summary>Writes the definition as XML (the default), JSON or a table.</summary>
    /// <param name="session">Where to.</param>
    /// <param name="cpu">The definition.</param>
    /// <param name="addTo">Adds to the JSON form what a command has besides.</param>
    public static void Write(Session session, CpuDefinition cpu, Action<JsonObject>? addTo = null)
    {
        switch (session.FormatOf(OutputFormats.OfCpu))
        {
            case OutputFormat.Json:
                JsonObject json = new() { ["cpu"] = CpuJson.Of(cpu) };
                addTo?.Invoke(json);
                session.WriteJson(json);
                break;
            case OutputFormat.Table:
                WriteTable(session, cpu);
                break;
            default:
                session.Out.Write(CpuXml.Format(cpu));
                break;
        }
    }

    private static void WriteTable(Session session, CpuDefinition cpu)
    {
        List<string[]> rows = [];
        foreach ((string name, JsonNode? value) in CpuJson.Of(cpu))
        {
            if (value is JsonValue)
            {
                rows.Add([name, value.ToString()]);
            }
            else if (value is JsonObject parts)
            {
                rows.Add([name, string.Join(' ', parts.Select(p => $"{p.Key}={p.Value}"))]);
            }
        }

        Tables.Write(session, titles: null, rows);
        if (cpu.Features.Count > 0)
        {
            CpuDriver driver = Input.Inputs.Driver(session, cpu);
            Tables.Heading(session, Messages.Title_Features);
            Tables.Write(session, titles: null, cpu.Features.Select(f => new[]
            {
                f.Name,
                f.Policy is { } policy ? CpuWords.Of(policy) : string.Empty,
                driver.Map.FindFeature(f.Name, driver.Arch)?.Description ?? string.Empty,
            }));
        }
    }
}
