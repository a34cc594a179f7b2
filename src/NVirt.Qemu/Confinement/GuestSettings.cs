using System.Collections.Immutable;
using System.Text.Json;
using NVirt.Domains.Driver;
using NVirt.Qemu.CommandLine;
using NVirt.Xml;

namespace NVirt.Qemu.Confinement;

/// <summary>
/// What the owner of the machine says about guests (docs/daemon.md): <c>guests.json</c> in the folder of domains, or else in
/// <c>/etc/nvirt</c>. Every program that starts guests goes by it.
/// </summary>
internal sealed record GuestSettings
{
    private const string FileName = "guests.json";
    /// <summary>Where it is for all folders of domains.</summary>
    public const string UsualFile = "/etc/nvirt/" + FileName;
    private const int MaxBytes = 1 << 20;

    private static readonly JsonDocumentOptions Form = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        MaxDepth = 4,
    };

    /// <summary>The file; <see langword="null"/> if there is none.</summary>
    public string? File { get; private init; }

    /// <summary>The user that QEMU is, by name or number, if root starts it; <see langword="null"/> for the usual one.</summary>
    public string? User { get; private init; }

    /// <summary>Its group; <see langword="null"/> for that of the user.</summary>
    public string? Group { get; private init; }

    /// <summary>Whether QEMU gives up what it does not need (<c>-sandbox</c>), if root starts it.</summary>
    public bool IsSandboxed { get; private init; } = true;

    /// <summary>The bridges of networks, by the networks' names.</summary>
    public ImmutableSortedDictionary<string, string> Networks { get; private init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Reads them.</summary>
    /// <param name="folder">The folder of domains.</param>
    /// <exception cref="DomainException">There is a file that cannot be read, or that says what makes no sense.</exception>
    public static GuestSettings Read(string folder)
    {
        string? file = new[] { Path.Combine(folder, FileName), UsualFile }.FirstOrDefault(System.IO.File.Exists);
        if (file is null)
        {
            return new GuestSettings();
        }

        try
        {
            using FileStream stream = PlainFile.Open(file);
            if (stream.Length > MaxBytes)
            {
                throw new FormatException(Text.Of(Messages.State_TooLong, file, stream.Length, MaxBytes));
            }

            byte[] text = new byte[stream.Length];
            stream.ReadExactly(text);
            using JsonDocument json = JsonDocument.Parse(text, Form);
            return Interpret(json.RootElement) with { File = file };
        }
        catch (JsonException e)
        {
            throw Bad(file, Text.Of(Messages.State_RecordNotJson, e.LineNumber + 1), e);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw Bad(file, e.Message, e);
        }
    }

    private static GuestSettings Interpret(JsonElement root)
    {
        GuestSettings settings = new();
        foreach (JsonProperty member in Members(root, "/"))
        {
            settings = member.Name switch
            {
                "user" => settings with { User = Word(member) },
                "group" => settings with { Group = Word(member) },
                "sandbox" when member.Value.ValueKind is JsonValueKind.True or JsonValueKind.False =>
                    settings with { IsSandboxed = member.Value.GetBoolean() },
                "networks" => settings with
                {
                    Networks = Members(member.Value, member.Name)
                        .ToImmutableSortedDictionary(n => n.Name, Bridge, StringComparer.Ordinal),
                },
                "sandbox" => throw Unfit(member.Name),
                _ => throw new FormatException(Text.Of(Messages.Confine_UnknownSetting, Text.OnOneLine(member.Name, 64))),
            };
        }

        return settings;
    }

    private static JsonElement.ObjectEnumerator Members(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : throw Unfit(name);

    private static string? Word(JsonProperty member) => member.Value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => member.Value.GetString(),
        JsonValueKind.Number => member.Value.GetRawText(),
        _ => throw Unfit(member.Name),
    };

    private static string Bridge(JsonProperty network) =>
        network.Value.ValueKind == JsonValueKind.String && network.Value.GetString() is { } name && ValueWords.IsInterface(name)
            ? name : throw Unfit("networks." + Text.OnOneLine(network.Name, 64));

    private static FormatException Unfit(string name) => new(Text.Of(Messages.State_RecordMember, name));

    private static DomainException Bad(string file, string problem, Exception cause) =>
        new(DomainErrorKind.Failed, problem.StartsWith(file, StringComparison.Ordinal) ? problem : $"{file}: {problem}", cause);
}
