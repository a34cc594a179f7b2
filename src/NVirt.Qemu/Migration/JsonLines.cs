using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Domains;

namespace NVirt.Qemu.Migration;

/// <summary>JSON objects on two streams, a line each.</summary>
internal sealed class JsonLines(Stream input, Stream output, int maxLine)
{
    private readonly PipeReader _reader = PipeReader.Create(input);

    /// <summary>The next object; <see langword="null"/> at the end.</summary>
    /// <exception cref="DomainException">It is no JSON, or longer than it may be.</exception>
    public async Task<JsonElement?> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            ReadResult read = await _reader.ReadAsync(cancellation);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                JsonElement line = Parse(read.Buffer.Slice(0, end));
                _reader.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }

            if (read.IsCompleted)
            {
                return null;
            }

            if (read.Buffer.Length > maxLine)
            {
                throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Remote_TooLong, maxLine));
            }

            _reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    public async Task WriteAsync(JsonObject line, CancellationToken cancellation)
    {
        await output.WriteAsync(System.Text.Encoding.UTF8.GetBytes(line.ToJsonString() + "\n"), cancellation);
        await output.FlushAsync(cancellation);
    }

    private static JsonElement Parse(ReadOnlySequence<byte> line)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(line);
            return json.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Remote_NotJson, Text.OnOneLine(System.Text.Encoding.UTF8.GetString(line.ToArray()), 200)), e);
        }
    }
}
