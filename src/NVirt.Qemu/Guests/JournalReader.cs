using System.Text;
using System.Text.Json;
using NVirt.Cpu.Probe;
using NVirt.Qemu.Qmp;

namespace NVirt.Qemu.Guests;

/// <summary>Reads on in the list of events that QEMU keeps of itself. It can be read to its end also when QEMU is gone and the file removed.</summary>
internal sealed class JournalReader : IDisposable
{
    // A line is an event, and the longest that is known has some hundred bytes.
    private const int MaxLine = 64 * 1024;

    private readonly FileStream _file;
    private readonly byte[] _buffer = new byte[4096];
    private readonly List<byte> _line = [];

    private JournalReader(FileStream file) => _file = file;

    /// <summary>Opens a journal; <see langword="null"/> if there is none any more.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isFromNow">Whether what is in it already is passed over.</param>
    public static JournalReader? Open(string path, bool isFromNow)
    {
        try
        {
            FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            file.Position = isFromNow ? file.Length : 0;
            return new JournalReader(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>What was added since.</summary>
    public IEnumerable<QmpEvent> ReadNew()
    {
        int count;
        while ((count = _file.Read(_buffer)) > 0)
        {
            for (int i = 0; i < count; i++)
            {
                if (_buffer[i] != (byte)'\n')
                {
                    _line.Add(_buffer[i]);
                    continue;
                }

                if (Parse() is { } happened)
                {
                    yield return happened;
                }

                _line.Clear();
            }

            if (_line.Count > MaxLine)
            {
                _line.Clear();
            }
        }
    }

    public void Dispose() => _file.Dispose();

    // The greeting and the answer to the negotiation are in it too.
    private QmpEvent? Parse()
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(Encoding.UTF8.GetString([.. _line]));
            return QemuJson.StringOf(json.RootElement, "event") is { } name
                ? new QmpEvent(name, QemuJson.Member(json.RootElement, "data")?.Clone(), TimeOf(QemuJson.Member(json.RootElement, "timestamp")))
                : null;
        }
        catch (JsonException)
        {
            // Reading began within a line.
            return null;
        }
    }

    private static DateTimeOffset? TimeOf(JsonElement? stamp) => stamp is { } time && time.TryGetProperty("seconds", out JsonElement seconds)
        && time.TryGetProperty("microseconds", out JsonElement micros) && seconds.GetInt64() >= 0
        ? DateTimeOffset.FromUnixTimeSeconds(seconds.GetInt64()).AddMicroseconds(micros.GetInt64())
        : null;
}
