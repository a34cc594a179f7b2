using System.Text;
namespace NVirt.Xml;

/// <summary>Reads everything that a process writes, so that the process never blocks, and keeps the beginning.</summary>
public sealed class BoundedOutput
{
    private const int MaxCharacters = 1 << 16;

    private readonly StringBuilder _text = new();

    /// <summary>Begins to read.</summary>
    public BoundedOutput(StreamReader reader) => Completion = Task.Run(() => ReadAsync(reader));

    /// <summary>Completes when the process has closed its end. Never fails.</summary>
    public Task Completion { get; }

    /// <summary>What has come so far.</summary>
    public string Text
    {
        get
        {
            lock (_text)
            {
                return _text.ToString();
            }
        }
    }

    private async Task ReadAsync(StreamReader reader)
    {
        char[] buffer = new char[4096];
        try
        {
            int count;
            while ((count = await reader.ReadAsync(buffer)) > 0)
            {
                lock (_text)
                {
                    _text.Append(buffer, 0, Math.Min(count, MaxCharacters - _text.Length));
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The process is gone.
        }
    }
}
