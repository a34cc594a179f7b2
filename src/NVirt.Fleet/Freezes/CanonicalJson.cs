using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Xml;

namespace NVirt.Fleet.Freezes;

/// <summary>JSON in the one form of RFC 8785: names in order, no blanks, numbers as JavaScript writes them.</summary>
internal static class CanonicalJson
{
    private const int DeepestLevel = 64;

    /// <summary>The canonical text of a value.</summary>
    /// <exception cref="Cpu.CpuException">
    /// A name is there twice, a text is no Unicode, a number has no value in JSON, or it is nested too deeply.
    /// </exception>
    public static string Of(JsonNode? value)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(value?.ToJsonString() ?? "null");
            return Of(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            throw FleetErrors.Unreadable(Xml.Text.Of(Messages.Json_Bad, e.Message));
        }
    }

    /// <summary>The canonical text of a document.</summary>
    /// <exception cref="Cpu.CpuException">It is no JSON, or one that has no canonical form.</exception>
    public static string Of(ReadOnlyMemory<byte> content)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(content, new JsonDocumentOptions { MaxDepth = DeepestLevel });
            return Of(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw FleetErrors.Unreadable(Xml.Text.Of(Messages.Json_Bad, e.Message));
        }
    }

    /// <summary>The canonical text of a value.</summary>
    public static string Of(JsonElement value)
    {
        StringBuilder text = new();
        Write(text, value);
        return text.ToString();
    }

    /// <summary>A number as JavaScript writes it: the shortest that reads back as the same.</summary>
    public static string NumberOf(double number)
    {
        if (!double.IsFinite(number))
        {
            throw FleetErrors.Unreadable(Messages.Json_Number);
        }

        if (number == 0)
        {
            return "0";
        }

        string round = Math.Abs(number).ToString("R", CultureInfo.InvariantCulture);
        int mark = round.IndexOf('E', StringComparison.Ordinal);
        string plain = mark < 0 ? round : round[..mark];
        string digits = plain.Replace(".", string.Empty, StringComparison.Ordinal).TrimStart('0').TrimEnd('0');
        int point = PointOf(plain) + (mark < 0 ? 0 : int.Parse(round.AsSpan(mark + 1), CultureInfo.InvariantCulture));
        string sign = number < 0 ? "-" : string.Empty;
        return sign + Place(digits, point);
    }

    // How many digits stand in front of the point; fewer than none where zeros follow it.
    private static int PointOf(string plain)
    {
        int point = plain.IndexOf('.', StringComparison.Ordinal);
        int whole = (point < 0 ? plain : plain[..point]).TrimStart('0').Length;
        return whole > 0 ? whole : -plain.AsSpan(point + 1).IndexOfAnyExcept('0');
    }

    private static string Place(string digits, int point)
    {
        const int most = 21;
        const int least = -6;
        int count = digits.Length;
        if (count <= point && point <= most)
        {
            return digits + new string('0', point - count);
        }

        if (point is > 0 and <= most)
        {
            return $"{digits[..point]}.{digits[point..]}";
        }

        if (point is > least and <= 0)
        {
            return $"0.{new string('0', -point)}{digits}";
        }

        string exponent = (point - 1).ToString("+0;-0", CultureInfo.InvariantCulture);
        return count == 1 ? $"{digits}e{exponent}" : $"{digits[..1]}.{digits[1..]}e{exponent}";
    }

    private static void Write(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteMembers(text, value);
                break;
            case JsonValueKind.Array:
                text.Append('[');
                foreach ((int i, JsonElement item) in value.EnumerateArray().Index())
                {
                    text.Append(i == 0 ? string.Empty : ",");
                    Write(text, item);
                }

                text.Append(']');
                break;
            case JsonValueKind.String:
                WriteText(text, value.GetString()!);
                break;
            case JsonValueKind.Number:
                text.Append(NumberOf(value.GetDouble()));
                break;
            case JsonValueKind.True:
                text.Append("true");
                break;
            case JsonValueKind.False:
                text.Append("false");
                break;
            default:
                text.Append("null");
                break;
        }
    }

    // Names are ordered by their UTF-16 units, which is what ordinal means.
    private static void WriteMembers(StringBuilder text, JsonElement value)
    {
        JsonProperty[] members = [.. value.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal)];
        text.Append('{');
        for (int i = 0; i < members.Length; i++)
        {
            if (i > 0 && members[i].Name == members[i - 1].Name)
            {
                throw FleetErrors.Unreadable(Xml.Text.Of(Messages.Json_Twice, members[i].Name));
            }

            text.Append(i == 0 ? string.Empty : ",");
            WriteText(text, members[i].Name);
            text.Append(':');
            Write(text, members[i].Value);
        }

        text.Append('}');
    }

    private static void WriteText(StringBuilder text, string value)
    {
        text.Append('"');
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            bool isPair = char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]);
            if (char.IsSurrogate(c) && !isPair)
            {
                throw FleetErrors.Unreadable(Messages.Json_Text);
            }

            if (isPair)
            {
                text.Append(c).Append(value[++i]);
                continue;
            }

            text.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture),
                _ => c.ToString(),
            });
        }

        text.Append('"');
    }
}
