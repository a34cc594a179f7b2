using System.Net.Sockets;
using System.Text;
using Xunit;

namespace NVirt.Testing.Guests;

/// <summary>A guest's output on its serial port, as it arrives, and a way to write to it. Safe for use by several threads.</summary>
internal sealed class GuestSerial : IAsyncDisposable
{
    private const int LastWords = 2000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly StringBuilder _text = new();
    private readonly List<string> _lines = [];
    private readonly Stream _stream;
    private readonly bool _grows;
    private readonly Task _reading;
    private TaskCompletionSource _news = NewSignal();
    private int _lineStart;

    private GuestSerial(Stream stream, bool grows)
    {
        _stream = stream;
        _grows = grows;
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>All of it, including an incomplete last line.</summary>
    public string Text
    {
        get
        {
            lock (_lock)
            {
                return _text.ToString();
            }
        }
    }

    /// <summary>The complete lines.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>A port of type <c>file</c>; the file need not exist yet.</summary>
    public static GuestSerial OfFile(string path) =>
        new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0),
            grows: true);

    /// <summary>A port of type <c>unix</c> on which QEMU listens. Earlier output of the guest is lost.</summary>
    public static async Task<GuestSerial> OfSocketAsync(string path, CancellationToken cancellation)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
        return new GuestSerial(new NetworkStream(socket, ownsSocket: true), grows: false);
    }

    /// <summary>Writes to a port of type <c>unix</c>.</summary>
    public async Task SendAsync(string text, CancellationToken cancellation) =>
        await _stream.WriteAsync(Encoding.ASCII.GetBytes(text), cancellation);

    /// <summary>Waits for a line; the test fails if the port ends before, or if the guest writes no such line for a minute.</summary>
    /// <param name="isIt">Whether it is the line.</param>
    /// <param name="from">How many lines to skip.</param>
    /// <param name="cancellation">Cancels waiting.</param>
    public async Task<string> WaitAsync(Predicate<string> isIt, int from, CancellationToken cancellation)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            for (int line = from; ; line++)
            {
                string text = await LineAsync(line, patience.Token);
                if (isIt(text))
                {
                    return text;
                }
            }
        }
        catch (Exception e) when (e is EndOfStreamException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            string all = Text;
            Assert.Fail($"what was waited for did not come on the serial port, but: {all[Math.Max(0, all.Length - LastWords)..]}");
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        await _stream.DisposeAsync();
        _stop.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<string> LineAsync(int index, CancellationToken cancellation)
    {
        while (true)
        {
            Task news;
            lock (_lock)
            {
                if (index < _lines.Count)
                {
                    return _lines[index];
                }

                news = _news.Task;
            }

            await news.WaitAsync(cancellation);
        }
    }

    private async Task ReadAsync()
    {
        byte[] buffer = new byte[4096];
        try
        {
            while (true)
            {
                int length = await _stream.ReadAsync(buffer, _stop.Token);
                if (length > 0)
                {
                    Add(Encoding.Latin1.GetString(buffer, 0, length));
                }
                else if (_grows)
                {
                    await Task.Delay(Pause, _stop.Token);
                }
                else
                {
                    break;
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // Nobody listens any more, or QEMU has ended.
        }

        lock (_lock)
        {
            _news.TrySetException(new EndOfStreamException());
            _ = _news.Task.Exception;
        }
    }

    private void Add(string text)
    {
        lock (_lock)
        {
            _text.Append(text);
            int known = _lines.Count;
            for (int end = _text.Length - text.Length; end < _text.Length; end++)
            {
                if (_text[end] == '\n')
                {
                    _lines.Add(_text.ToString(_lineStart, end - _lineStart).TrimEnd('\r'));
                    _lineStart = end + 1;
                }
            }

            if (_lines.Count > known)
            {
                _news.SetResult();
                _news = NewSignal();
            }
        }
    }
}
