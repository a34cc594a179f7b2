using System.Runtime.InteropServices;
using System.Text;
using NVirt.Testing;
using NVirt.Testing.Guests;

namespace NVirt.Cli.Tests.Domains;

/// <summary><c>domain console</c> with a guest that counts and obeys single letters.</summary>
public sealed class ConsoleCommandTests : IDisposable
{
    private readonly DomainFolder _domains = new();

    public void Dispose() => _domains.Dispose();

    [Fact]
    public async Task What_the_guest_writes_comes_out_and_what_goes_in_reaches_it()
    {
        Start("<serial type='pty'/>");
        using RunningTool console = Connect();
        await WaitForCountAsync(console);
        await console.Input.WriteAsync('q');
        await console.Input.FlushAsync(TestContext.Current.CancellationToken);
        await console.Output.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Done, await console.WaitAsync());
        Assert.Equal("nvirt: Connected to domain 'firmware'\n", await console.Error.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal(string.Empty, _domains.Do("list", "--name"));
    }

    [Fact]
    public async Task The_escape_ends_it_and_the_guest_goes_on()
    {
        Start($"<serial type='unix'><source mode='bind' path='{_domains.Root}/serial'/></serial>");
        using RunningTool console = Connect();
        await WaitForCountAsync(console);
        await console.Input.WriteAsync('\x1d');
        await console.Input.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Done, await console.WaitAsync());
        Assert.Equal("firmware\n", _domains.Do("list", "--name"));
    }

    [Fact]
    public async Task A_file_is_followed_and_the_end_of_standard_input_is_not_the_end()
    {
        Start($"<serial type='file'><source path='{_domains.Root}/serial'/></serial>");
        using RunningTool console = Connect();
        console.Input.Close();
        await WaitForCountAsync(console);
        _domains.Do("destroy", "firmware");
        await console.Output.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Done, await console.WaitAsync());
    }

    [Fact]
    public async Task Only_one_is_connected_at_a_time_and_a_signal_ends_it()
    {
        Start("<serial type='pty'/><serial type='null'/>");
        using RunningTool console = Connect();
        await WaitForCountAsync(console);
        Assert.Equal((ExitCode.NotJudged, "nvirt: someone else is connected to serial0 of the domain \"firmware\"\n"),
            Problem(_domains.Run("console", "firmware")));
        Assert.Equal((ExitCode.NotJudged, "nvirt: serial1 is a null, which cannot be connected to; expected one of pty, unix, file\n"),
            Problem(_domains.Run("console", "firmware", "--devname", "serial1")));
        Assert.Equal(
            (ExitCode.NotJudged, "nvirt: the domain \"firmware\" has no serial port or console \"serial2\"; it has serial0, serial1\n"),
                Problem(_domains.Run("console", "firmware", "--devname", "serial2")));
        console.Signal(PosixSignal.SIGTERM);
        Assert.Equal(ExitCode.Terminated, await console.WaitAsync());
        Assert.StartsWith(
            "{\n  \"schema\": \"nvirt.domain.console\",\n  \"version\": 1,\n  \"device\": \"serial0\",\n  \"type\": \"pty\",\n  "
                + "\"path\": \"/dev/pts/", _domains.Do("console", "firmware", "-o", "json"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminal_is_raw_meanwhile_and_what_it_was_afterwards()
    {
        Start("<serial type='pty'/>");
        Needs.Program("script", "bsdutils");
        string tool = $"dotnet {Path.Combine(AppContext.BaseDirectory, "nvirt.dll")} domain console firmware --root {_domains.Root}";

        string script = _domains.Write("terminal.sh", $$"""
            stty -a
            {{tool}} </dev/tty &
            until stty -a | grep -q -e -icanon; do sleep 0.05; done
            stty -a
            kill $!
            wait $!
            stty -a
            """);
        string[] settings =
        [
            .. Encoding.ASCII.GetString(Peer.Output("script", "-qc", $"sh {script}", "/dev/null")).Split('\n')
            .Where(l => l.Contains("icanon", StringComparison.Ordinal)),
        ];
        Assert.Equal(3, settings.Length);
        Assert.Equal([false, true, false], settings.Select(s => s.Contains("-icanon", StringComparison.Ordinal)));
        Assert.Equal(settings[0], settings[2]);
    }

    private static (int Code, string Error) Problem((int Code, string Output, string Error) run) => (run.Code, run.Error);

    private static async Task WaitForCountAsync(RunningTool console)
    {
        while (await console.Output.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith("count ", StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail(await console.Error.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    private void Start(string serial)
    {
        _domains.Do("define", _domains.Write("firmware.xml", FirmwareGuest.Domain(serial)));
        _domains.Do("start", "firmware");
    }

    private RunningTool Connect() => RunningTool.Start("domain", "console", "firmware", "--root", _domains.Root);
}
