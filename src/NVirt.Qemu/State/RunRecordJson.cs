using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Cpu.Xml;
using NVirt.Domains;
using Text = NVirt.Cpu.Text;

namespace NVirt.Qemu.State;

/// <summary>The form of a record in its file.</summary>
internal static class RunRecordJson
{
    // Whoever writes something that older programs would misread counts this up, and says in docs/reference/state-files.md what it is.
    private const int Version = 2;

    // What is in the file is read by nobody but us, so a document need not be three times as long.
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Format(RunRecord record)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter writer = new(text, Options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", Version);
            writer.WriteString("phase", record.Phase.ToString());
            writer.WriteNumber("id", record.Id);
            writer.WriteString("name", record.Name);
            writer.WriteString("uuid", record.Uuid);
            writer.WriteStartObject("process");
            WriteFacts(writer, record.Process);
            writer.WriteEndObject();
            writer.WriteBoolean("holdsLock", record.HoldsLock);
            writer.WriteString("hypervisor", record.Hypervisor);
            writer.WriteBoolean("ranBefore", record.RanBefore);
            writer.WriteString("liveCpu", record.LiveCpu is { } cpu ? CpuXml.Format(cpu) : null);
            writer.WriteStartArray("builtFeatures");
            foreach (string feature in record.BuiltFeatures)
            {
                writer.WriteStringValue(feature);
            }

            writer.WriteEndArray();
            writer.WriteString("document", record.Document.Text);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    /// <summary>The same for a process by itself.</summary>
    public static string Format(ProcessIdentity process)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter writer = new(text, Options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", Version);
            WriteFacts(writer, process);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    /// <summary>Reads a record.</summary>
    /// <exception cref="DomainException">It is not one, or of a later version.</exception>
    public static RunRecord Parse(ReadOnlyMemory<byte> text, string file) => Parse(text, file, r => Read(r, file));

    /// <summary>The same for a process by itself.</summary>
    public static ProcessIdentity ParseProcess(ReadOnlyMemory<byte> text, string file) => Parse(text, file, ReadProcess);

    private static T Parse<T>(ReadOnlyMemory<byte> text, string file, Func<JsonElement, T> read)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(text);
            RequireVersion(json.RootElement, file);
            return read(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or CpuException)
        {
            throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.State_BadRecord, file, e.Message), e);
        }
    }

    // Later ones may mean anything. The first had neither namespace nor machine of the process, nor its lock.
    private static void RequireVersion(JsonElement record, string file)
    {
        int version = record.GetProperty("version").GetInt32();
        if (version > Version)
        {
            throw new DomainException(DomainErrorKind.NoSupport, Text.Of(Messages.State_RecordVersion, file, version, Version));
        }

        if (version < 1)
        {
            throw new FormatException("version");
        }
    }

    private static void WriteFacts(Utf8JsonWriter writer, ProcessIdentity process)
    {
        writer.WriteNumber("id", process.Id);
        writer.WriteNumber("start", process.StartTime);
        writer.WriteString("boot", process.Boot);
        writer.WriteString("namespace", process.Namespace);
        writer.WriteString("machine", process.Machine);
    }

    private static ProcessIdentity ReadProcess(JsonElement process) => new(
        process.GetProperty("id").GetInt32(),
        process.GetProperty("start").GetInt64(),
        process.GetProperty("boot").GetString() ?? throw new FormatException("boot"),
        QemuJson.StringOf(process, "namespace"),
        QemuJson.StringOf(process, "machine"));

    private static RunPhase ReadPhase(string? word) => word switch
    {
        nameof(RunPhase.Starting) => RunPhase.Starting,
        nameof(RunPhase.Ready) => RunPhase.Ready,
        nameof(RunPhase.Incoming) => RunPhase.Incoming,
        nameof(RunPhase.Outgoing) => RunPhase.Outgoing,
        _ => throw new FormatException(Text.Of(Messages.State_RecordPhase, word)),
    };

    private static RunRecord Read(JsonElement record, string file) =>
        new()
        {
            Phase = ReadPhase(record.GetProperty("phase").GetString()),
            Id = record.GetProperty("id").GetUInt32(),
            Name = record.GetProperty("name").GetString() ?? throw new FormatException("name"),
            Uuid = record.GetProperty("uuid").GetGuid(),
            Process = ReadProcess(record.GetProperty("process")),
            HoldsLock = QemuJson.IsTrue(record, "holdsLock"),
            Hypervisor = record.GetProperty("hypervisor").GetString(),
            RanBefore = record.GetProperty("ranBefore").GetBoolean(),
            LiveCpu = record.GetProperty("liveCpu").GetString() is { } cpu ? CpuXml.Parse(cpu, file: file) : null,
            BuiltFeatures = [.. record.GetProperty("builtFeatures").EnumerateArray().Select(f => f.GetString()!)],
            Document = DomainDocument.Parse(record.GetProperty("document").GetString() ?? throw new FormatException("document"), file),
        };
}
