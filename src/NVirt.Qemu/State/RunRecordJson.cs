using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using NVirt.Cpu;
using NVirt.Cpu.Xml;
using NVirt.Domains.Documents;
using NVirt.Domains.Documents.Devices;
using NVirt.Domains.Driver;
using NVirt.Qemu.Guests;
using NVirt.Xml;
using Text = NVirt.Xml.Text;

namespace NVirt.Qemu.State;

/// <summary>The JSON form of a record.</summary>
internal static class RunRecordJson
{
    // Increase this when writing something that older programs would misread, and describe the change in docs/reference/state-files.md.
    private const int Version = 2;

    // Only nvirt reads the file, so documents need no escaping that would make them three times as long.
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
            writer.WriteString("reason", record.Reason.ToString());
            writer.WriteString("hypervisor", record.Hypervisor);
            writer.WriteBoolean("ranBefore", record.RanBefore);
            writer.WriteBoolean("isBack", record.IsBack);
            writer.WriteBoolean("isRebooting", record.IsRebooting);
            writer.WriteString("liveCpu", record.LiveCpu is { } cpu ? CpuXml.Format(cpu) : null);
            writer.WriteStartArray("builtFeatures");
            foreach (string feature in record.BuiltFeatures)
            {
                writer.WriteStringValue(feature);
            }

            writer.WriteEndArray();
            writer.WriteString("emulator", record.Emulator);
            DeviceFactsJson.Write(writer, record.Devices);
            GivenFileJson.Write(writer, record.Given);
            writer.WriteString("document", record.Document.Text);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    /// <summary>The same for only the process.</summary>
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
    /// <exception cref="DomainException">It is malformed, or from a later version.</exception>
    public static RunRecord Parse(ReadOnlyMemory<byte> text, string file) => Parse(text, file, r => Read(r, file));

    /// <summary>The same for only the process.</summary>
    public static ProcessIdentity ParseProcess(ReadOnlyMemory<byte> text, string file) => Parse(text, file, ReadProcess);

    private static T Parse<T>(ReadOnlyMemory<byte> text, string file, Func<JsonElement, T> read)
    {
        // .NET does not validate strings that are never read.
        if (!Utf8.IsValid(text.Span))
        {
            throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.State_NotText, file));
        }

        try
        {
            using JsonDocument json = JsonDocument.Parse(text);
            RequireVersion(json.RootElement, file);
            return read(json.RootElement);
        }
        catch (JsonException e)
        {
            throw Bad(file, Text.Of(Messages.State_RecordNotJson, e.LineNumber + 1), e);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or CpuException)
        {
            throw Bad(file, e.Message, e);
        }
    }

    private static DomainException Bad(string file, string problem, Exception cause) =>
        new(DomainErrorKind.Failed, Text.Of(Messages.State_BadRecord, file, problem), cause);

    // .NET's own message names neither the member nor the problem.
    private static T Member<T>(JsonElement record, string name, Func<JsonElement, T> read)
    {
        if (JsonText.Member(record, name) is not { } member)
        {
            throw new FormatException(Text.Of(Messages.State_RecordLacks, name));
        }

        try
        {
            return read(member);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw new FormatException(Text.Of(Messages.State_RecordMember, name), e);
        }
    }

    private static string TextOf(JsonElement record, string name) =>
        Member(record, name, m => m.GetString() ?? throw new FormatException(name));

    // Later formats may mean anything. The first had no namespace, machine or lock for the process.
    private static void RequireVersion(JsonElement record, string file)
    {
        int version = Member(record, "version", m => m.GetInt32());
        if (version > Version)
        {
            throw new DomainException(DomainErrorKind.NoSupport, Text.Of(Messages.State_RecordVersion, file, version, Version));
        }

        if (version < 1)
        {
            throw new FormatException(Text.Of(Messages.State_RecordMember, "version"));
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
        Member(process, "id", m => m.GetInt32()),
        Member(process, "start", m => m.GetInt64()),
        TextOf(process, "boot"),
        JsonText.StringOf(process, "namespace"),
        JsonText.StringOf(process, "machine"));

    private static RunPhase ReadPhase(string word) => word switch
    {
        nameof(RunPhase.Starting) => RunPhase.Starting,
        nameof(RunPhase.Ready) => RunPhase.Ready,
        nameof(RunPhase.Incoming) => RunPhase.Incoming,
        nameof(RunPhase.Outgoing) => RunPhase.Outgoing,
        _ => throw new FormatException(Text.Of(Messages.State_RecordPhase, word)),
    };

    private static RunRecord Read(JsonElement record, string file) =>
        WithDevices(record, new RunRecord
        {
            Phase = ReadPhase(TextOf(record, "phase")),
            Id = Member(record, "id", m => m.GetUInt32()),
            Name = TextOf(record, "name"),
            Uuid = Member(record, "uuid", m => m.GetGuid()),
            Process = ReadProcess(
                Member(record, "process", m => m.ValueKind == JsonValueKind.Object ? m : throw new FormatException("process"))),
            HoldsLock = JsonText.IsTrue(record, "holdsLock"),
            Reason = Enum.TryParse(JsonText.StringOf(record, "reason"), out DomainStateReason reason) ? reason : DomainStateReason.Unknown,
            Hypervisor = Member(record, "hypervisor", m => m.GetString()),
            RanBefore = Member(record, "ranBefore", m => m.GetBoolean()),
            IsBack = JsonText.IsTrue(record, "isBack"),
            IsRebooting = JsonText.IsTrue(record, "isRebooting"),
            LiveCpu = Member(record, "liveCpu", m => m.GetString()) is { } cpu ? CpuXml.Parse(cpu, file: file) : null,
            BuiltFeatures = Member(record, "builtFeatures", m => m.EnumerateArray().Select(f => f.GetString()!).ToImmutableSortedSet()),
            Given = GivenFileJson.Read(record),
            Document = DomainDocument.Parse(TextOf(record, "document"), file),
        });

    // The first versions did not know them. Facts that do not fit their document would make it unreadable.
    private static RunRecord WithDevices(JsonElement record, RunRecord read)
    {
        ImmutableArray<DeviceFacts> devices = DeviceFactsJson.Read(record);
        int count = read.Document.Definition.Devices.All.Length;
        return devices.Any(d => d.Device is { } place && (uint)place >= (uint)count) ? read
            : read with { Emulator = JsonText.StringOf(record, "emulator"), Devices = devices };
    }
}
