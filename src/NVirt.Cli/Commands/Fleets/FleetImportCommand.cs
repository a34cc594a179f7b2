using System.CommandLine;
using System.Text.Json.Nodes;
using NVirt.Cli.Output.Fleets;
using NVirt.Cli.Output.Json;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Answers;
using NVirt.Fleet.Inventories;
using NVirt.Platforms;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Fleets;

/// <summary><c>nvirt fleet import</c>: what is in folders and documents, as an inventory that people can edit.</summary>
internal static class FleetImportCommand
{
    public static Command Create()
    {
        FleetInputs inputs = new();
        Option<string?> output = new("--out") { Description = Messages.Option_FleetImportOut, HelpName = "FILE" };
        return SharedOptions.Command("import", Messages.Command_FleetImport, OutputFormats.OfFleet, Run, [.. inputs.All, output]);

        int Run(Session session)
        {
            FleetInventory inventory = inputs.Read(session);
            if (session.Get(output) is { } file)
            {
                Write(file, ListOf(inventory, Path.GetDirectoryName(Path.GetFullPath(file)) ?? "."));
            }

            return ImportAnswer.Of(inventory, inputs.IsAgeStrict(session)).Write(session);
        }
    }

    // JSON is YAML too; paths are beside the file.
    private static JsonObject ListOf(FleetInventory inventory, string folder)
    {
        JsonObject hosts = [];
        foreach (FleetHost host in inventory.Hosts)
        {
            JsonObject json = new()
            {
                ["source"] = new JsonArray([.. host.Details.Sources.Select(s => JsonValue.Create(Relative(folder, s)))]),
            };
            Document(json, host.Details.Statements.FirstOrDefault());
            Number(json, "weight", host.Weight == 1 ? null : host.Weight);
            Number(json, "memory", host.Details.MemoryMiB);
            if (host.Details is { Time: { } time, IsFileTime: false })
            {
                json["time"] = FleetValue.Stamp(time);
            }

            foreach ((string word, string version) in host.Details.Versions.Told)
            {
                json[word] = version;
            }

            if (!host.Details.Labels.IsEmpty)
            {
                json["labels"] = new JsonObject(
                    host.Details.Labels.Select(l => KeyValuePair.Create(l.Key, (JsonNode?)JsonValue.Create(l.Value))));
            }

            hosts[host.Name] = json;
        }

        JsonObject guests = [];
        foreach (FleetGuest guest in inventory.Guests)
        {
            JsonObject json = [];
            foreach (CpuStatement statement in guest.Details.Statements)
            {
                json[statement.Truth == StatementTruth.Live ? "live" : "source"] = Relative(folder, statement.File);
                Document(json, statement);
            }

            json["state"] = guest.IsRunning ? "running" : "off";
            Number(json, "memory", guest.Details.MemoryMiB);
            if (guest.Host is { } host)
            {
                json["host"] = host;
            }

            guests[guest.Name] = json;
        }

        JsonObject list = new() { ["version"] = 1, ["hosts"] = hosts, ["guests"] = guests };
        if (!inventory.Pools.IsEmpty)
        {
            list["pools"] = new JsonObject(inventory.Pools.Select(p => KeyValuePair.Create(
                p.Name, (JsonNode?)new JsonArray([.. p.Hosts.Select(h => JsonValue.Create(h))]))));
        }

        return list;
    }

    private static void Document(JsonObject json, CpuStatement? statement)
    {
        if (statement?.Name is { } name)
        {
            json["document"] = name;
        }
    }

    private static void Number(JsonObject json, string name, long? number)
    {
        if (number is not null)
        {
            json[name] = number;
        }
    }

    private static string Relative(string folder, string file) => file.Length == 0 ? file : Path.GetRelativePath(folder, file);

    private static void Write(string file, JsonObject list)
    {
        try
        {
            System.IO.File.WriteAllText(file, list.ToJsonString(JsonDocuments.Indented) + "\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new CliException(Xml.Text.Of(Messages.Error_ConvertOut, file, e.Message), kind: CliErrorKind.Failed);
        }
    }
}
