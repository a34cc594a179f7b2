using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NVirt.Cli.Output.Json;

/// <summary>
/// What all JSON that leaves the tool has in common: it is an object that names its schema, which is the command's path with dots
/// (<c>nvirt.cpu.compare</c>), and the schema's version. A version is raised where a field goes or changes its meaning; fields that are
/// added leave it as it is. docs/json.md has all fields.
/// </summary>
internal static class JsonDocuments
{
    private const int Version = 1;

    // Texts stay readable: nothing of this becomes part of a page in a browser.
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>For documents.</summary>
    public static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true, NewLine = "\n", Encoder = Encoder };

    /// <summary>For documents of which there are many, and for errors.</summary>
    public static JsonSerializerOptions OnOneLine { get; } = new() { Encoder = Encoder };

    /// <summary>The document of a command.</summary>
    public static JsonObject Create(Command command, JsonObject fields) => Create(SchemaOf(command), fields);

    /// <summary>A document of a schema.</summary>
    public static JsonObject Create(string schema, JsonObject fields)
    {
        fields.Insert(0, "schema", schema);
        fields.Insert(1, "version", Version);
        return fields;
    }

    /// <summary>The first line of a command's document that is written as text.</summary>
    public static string Begin(Command command) => $"{{\n\"schema\": \"{SchemaOf(command)}\",\n\"version\": {Version},";

    /// <summary>The name of a command's schema.</summary>
    public static string SchemaOf(Command command) => Help.PathOf(command).Replace(' ', '.');
}
