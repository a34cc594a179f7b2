using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Peers;
using NVirt.Xml;

namespace NVirt.Qemu.Migration;

/// <summary>
/// JSON objects on two streams, one per line. No direction waits longer than allowed, even on streams that cannot be cancelled: an
/// abandoned operation continues in the background until the stream is closed.
/// </summary>
internal sealed class JsonLines(Stream input, Stream output, int maxRead, int maxWritten)
{
    private readonly PipeReader _reader = PipeReader.Create(input);
    private Task<JsonElement?>? _next;

    /// <summary>Starts reading the next line, unless that has already started. A caller whose wait timed out may wait again.</summary>
    public Task<JsonElement?> BeginRead() => _next ??= Task.Run(ReadLineAsync);

    /// <summary>The next value; <see langword="null"/> at the end.</summary>
    /// <exception cref="DomainException">It is not JSON, or longer than allowed.</exception>
    /// <exception cref="TimeoutException">Nothing came.</exception>
    public async Task<JsonElement?> ReadAsync(TimeSpan patience, CancellationToken cancellation)
    {
        JsonElement? line = await BeginRead().WaitAsync(patience, cancellation);
        _next = null;
        return line;
    }

    /// <summary>Writes a line. After an abandoned write, nothing more may be written.</summary>
    /// <exception cref="DomainException">It is longer than allowed; nothing was written.</exception>
    /// <exception cref="TimeoutException">Nobody read it.</exception>
    public async Task WriteAsync(JsonObject line, TimeSpan patience, CancellationToken cancellation)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line.ToJsonString() + "\n");
        if (bytes.Length > maxWritten)
        {
            throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Remote_TooLongToSend, bytes.Length, maxWritten));
        }

        Task writing = Task.Run(
            async () =>
            {
                await output.WriteAsync(bytes, CancellationToken.None);
                await output.FlushAsync(CancellationToken.None);
            },
            CancellationToken.None);
        await writing.WaitAsync(patience, cancellation);
    }

    private async Task<JsonElement?> ReadLineAsync()
    {
        while (true)
        {
            ReadResult read = await _reader.ReadAsync();
            SequencePosition? end = read.Buffer.PositionOf((byte)'\n');
            if ((end is { } stop ? read.Buffer.Slice(0, stop) : read.Buffer).Length > maxRead)
            {
                throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Remote_TooLong, maxRead));
            }

            if (end is { } position)
            {
                JsonElement line = Parse(read.Buffer.Slice(0, position));
                _reader.AdvanceTo(read.Buffer.GetPosition(1, position));
                return line;
            }

            if (read.IsCompleted)
            {
                return null;
            }

            _reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static JsonElement Parse(ReadOnlySequence<byte> line)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(line);
            RequireText(json.RootElement);
            return json.RootElement.Clone();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            string shown = Encoding.UTF8.GetString(line.Slice(0, Math.Min(line.Length, 300)).ToArray());
            throw new DomainException(
                DomainErrorKind.Failed, Text.Of(Messages.Remote_NotJson, PeerText.Show(Text.OnOneLine(shown, 200))), e);
        }
    }

    // .NET finds invalid text, such as a lone surrogate, only when the string is read.
    private static void RequireText(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                _ = value.GetString();
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in value.EnumerateArray())
                {
                    RequireText(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    _ = member.Name;
                    RequireText(member.Value);
                }

                break;
            default:
                break;
        }
    }
}
