using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using NVirt.Qemu.Qmp;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.Qmp;

/// <summary>Simulates QEMU for one connection, following a script; the connection is closed after the script.</summary>
internal sealed class ScriptedPeer : IAsyncDisposable
{
    public const string Greeting =
        """{"QMP": {"version": {"qemu": {"micro": 3, "minor": 2, "major": 7}, "package": "Debian 7.2"}, "capabilities": ["oob"]}}""";

    private readonly TempFolder _folder = new();
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _playing;
    private NetworkStream? _stream;
    private StreamReader? _lines;

    public ScriptedPeer(Func<ScriptedPeer, Task> script)
    {
        Path = System.IO.Path.Combine(_folder.Root, "qmp");
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        _listener.Listen();
        _playing = PlayAsync(script);
    }

    public string Path { get; }

    /// <summary>A peer that sends the greeting and completes the negotiation, then follows the script.</summary>
    public static ScriptedPeer Greeted(Func<ScriptedPeer, Task> script) => new(async peer =>
    {
        await peer.SendAsync(Greeting + "\r\n");
        await peer.AnswerAsync(await peer.ReceiveAsync(), "{}");
        await script(peer);
    });

    public async Task<QmpClient> ConnectAsync(QmpOptions? options = null) =>
        await QmpClient.ConnectAsync(Path, options, TestContext.Current.CancellationToken);

    /// <summary>The next command.</summary>
    public async Task<JsonElement> ReceiveAsync() =>
        JsonElement.Parse(await _lines!.ReadLineAsync(_end.Token) ?? throw new IOException("the client has closed the connection"));

    public Task AnswerAsync(JsonElement command, string value) =>
        SendAsync($$"""{"return": {{value}}, "id": {{command.GetProperty("id")}}}""" + "\r\n");

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(byte[] bytes) => await _stream!.WriteAsync(bytes, _end.Token);

    /// <summary>Does nothing until the test is over.</summary>
    public Task HangAsync() => Task.Delay(Timeout.Infinite, _end.Token);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _playing;
        _end.Dispose();
        _folder.Dispose();
    }

    private async Task PlayAsync(Func<ScriptedPeer, Task> script)
    {
        try
        {
            using Socket socket = await _listener.AcceptAsync(_end.Token);
            using NetworkStream stream = new(socket);
            using StreamReader lines = new(stream);
            (_stream, _lines) = (stream, lines);
            await script(this);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }
}
