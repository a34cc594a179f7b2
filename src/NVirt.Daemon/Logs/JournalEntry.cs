using System.Buffers.Binary;
using System.Text;
using Microsoft.Extensions.Logging;

namespace NVirt.Daemon.Logs;

/// <summary>An entry of systemd's journal, in the form in which its socket takes it: each value of a message is a field.</summary>
internal static class JournalEntry
{
    /// <summary>The most bytes of an entry; a datagram must not be larger than the socket takes.</summary>
    public const int MaxBytes = 64 * 1024;

    // A value that is longer is cut: documents do not belong into a log.
    private const int LongestValue = 8192;

    private const string Format = "{OriginalFormat}";

    /// <summary>Makes an entry.</summary>
    /// <param name="level">How bad it is.</param>
    /// <param name="id">Which message it is.</param>
    /// <param name="message">The message for people.</param>
    /// <param name="values">What stands in it, by name.</param>
    /// <param name="problem">What was thrown.</param>
    public static byte[] Write(
        LogLevel level, EventId id, string message, IEnumerable<KeyValuePair<string, object?>> values, Exception? problem)
    {
        using MemoryStream entry = new();
        Add("MESSAGE", message);
        Add("PRIORITY", PriorityOf(level));
        Add("SYSLOG_IDENTIFIER", "nvirtd");
        Add("NVIRT_EVENT", id.Name ?? id.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        foreach ((string name, object? value) in values)
        {
            if (name != Format)
            {
                Add(FieldOf(name), Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? string.Empty);
            }
        }

        if (problem is not null)
        {
            Add("NVIRT_EXCEPTION", problem.ToString());
        }

        return entry.ToArray();

        void Add(string field, string value)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(value.Length <= LongestValue ? value : value[..LongestValue]);
            if (entry.Length + field.Length + bytes.Length + sizeof(ulong) + 2 > MaxBytes)
            {
                return;
            }

            entry.Write(Encoding.ASCII.GetBytes(field));
            if (bytes.Contains((byte)'\n'))
            {
                // Such a value would otherwise begin new fields.
                Span<byte> length = stackalloc byte[sizeof(ulong)];
                BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)bytes.Length);
                entry.WriteByte((byte)'\n');
                entry.Write(length);
            }
            else
            {
                entry.WriteByte((byte)'=');
            }

            entry.Write(bytes);
            entry.WriteByte((byte)'\n');
        }
    }

    /// <summary>The field of a name in a message: <c>NVIRT_SOCKET_NAME</c> for <c>SocketName</c>.</summary>
    private static string FieldOf(string name)
    {
        StringBuilder field = new("NVIRT");
        foreach (char c in name.Where(char.IsAsciiLetterOrDigit))
        {
            field.Append(char.IsAsciiLetterUpper(c) ? "_" : string.Empty).Append(char.ToUpperInvariant(c));
        }

        return field.ToString();
    }

    private static string PriorityOf(LogLevel level) => level switch
    {
        LogLevel.Critical => "2",
        LogLevel.Error => "3",
        LogLevel.Warning => "4",
        LogLevel.Information => "6",
        _ => "7",
    };
}
