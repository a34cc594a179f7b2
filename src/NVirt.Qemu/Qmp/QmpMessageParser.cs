using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Unicode;
using NVirt.Xml;

namespace NVirt.Qemu.Qmp;

/// <summary>Parses lines into messages. Whatever the bytes are, it throws only <see cref="QmpException"/> (malformed).</summary>
internal static class QmpMessageParser
{
    private const long LastUnixSecond = 253_402_300_799;

    public static QmpMessage Parse(ReadOnlyMemory<byte> line)
    {
        if (!Utf8.IsValid(line.Span))
        {
            throw Malformed(Messages.Qmp_NotText);
        }

        try
        {
            // A document of its own would come from a pool, which keeps the space of long answers for a minute.
            return Interpret(JsonElement.Parse(line.Span));
        }
        catch (JsonException e)
        {
            throw QmpException.Of(QmpErrorKind.Malformed, Text.Of(Messages.Qmp_NotJson, e.Message), e);
        }
        catch (InvalidOperationException e)
        {
            // A string with an escaped lone surrogate: JSON, but not valid text.
            throw QmpException.Of(QmpErrorKind.Malformed, Messages.Qmp_NotText, e);
        }
    }

    private static QmpMessage Interpret(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Object)
        {
            if (Member(root, "return") is { } value)
            {
                return new QmpMessage.Reply(Id(root) ?? throw Malformed(Messages.Qmp_NoId), value);
            }

            if (Member(root, "error") is { } error)
            {
                string errorClass = String(error, "class");
                string description = String(error, "desc");
                long id = Id(root) ?? throw Malformed(Text.Of(Messages.Qmp_NoIdError, errorClass, description));
                return new QmpMessage.Refusal(id, errorClass, description);
            }

            if (Member(root, "event") is { ValueKind: JsonValueKind.String } name)
            {
                return new QmpMessage.Event(
                    new QmpEvent(name.GetString()!, Member(root, "data"), Time(Member(root, "timestamp"))));
            }

            if (Member(root, "QMP") is { } greeting)
            {
                return new QmpMessage.Greeting(Greeting(greeting));
            }
        }

        throw Malformed(Messages.Qmp_NotAMessage);
    }

    private static QmpGreeting Greeting(JsonElement greeting)
    {
        JsonElement? version = Member(greeting, "version");
        JsonElement? qemu = Member(version, "qemu");
        ImmutableArray<string> capabilities = Member(greeting, "capabilities") is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Where(c => c.ValueKind == JsonValueKind.String).Select(c => c.GetString()!)]
            : [];
        return new QmpGreeting(
            new Version(Number(qemu, "major"), Number(qemu, "minor"), Number(qemu, "micro")), String(version, "package"), capabilities);
    }

    private static DateTimeOffset? Time(JsonElement? timestamp) =>
        Member(timestamp, "seconds") is { ValueKind: JsonValueKind.Number } seconds && seconds.TryGetInt64(out long s)
        && Member(timestamp, "microseconds") is { ValueKind: JsonValueKind.Number } micros && micros.TryGetInt64(out long us)
        && s is >= 0 and <= LastUnixSecond && us is >= 0 and < 1_000_000
            ? DateTimeOffset.FromUnixTimeSeconds(s).AddMicroseconds(us)
            : null;

    private static long? Id(JsonElement root) =>
        Member(root, "id") is { ValueKind: JsonValueKind.Number } id && id.TryGetInt64(out long number) ? number : null;

    private static int Number(JsonElement? owner, string name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.Number } member && member.TryGetInt32(out int number) && number >= 0
            ? number
            : throw Malformed(Messages.Qmp_NotAMessage);

    private static string String(JsonElement? owner, string name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.String } member ? member.GetString()! : throw Malformed(Messages.Qmp_NotAMessage);

    private static JsonElement? Member(JsonElement? owner, string name) =>
        owner is { ValueKind: JsonValueKind.Object } element && element.TryGetProperty(name, out JsonElement member) ? member : null;

    private static QmpException Malformed(string message) => QmpException.Of(QmpErrorKind.Malformed, message);
}
