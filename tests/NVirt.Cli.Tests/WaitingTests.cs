using System.Globalization;
using System.Runtime.InteropServices;
using NVirt.Cli.Input;
using NVirt.Cli.Tests.Domains;
using NVirt.Testing;

namespace NVirt.Cli.Tests;

/// <summary>Files that provide no data, or provide it late.</summary>
public sealed class WaitingTests : IDisposable
{
    private const string Cpu = "<cpu><model>Nehalem</model></cpu>";
    private const string Schema = "<element name='a' xmlns='http://relaxng.org/ns/structure/1.0'><empty/></element>";
    private const string Including = "<grammar xmlns='http://relaxng.org/ns/structure/1.0'><include href='pipe'/></grammar>";

    private static readonly string Old = Path.Combine(Places.Root, "docs", "examples", "old-host.xml");

    private readonly TempFolder _folder = new();
    private readonly string _pipe;

    public WaitingTests()
    {
        Needs.Linux("pipes with names are made with mkfifo, of Linux");
        _pipe = Path.Combine(_folder.Root, "pipe");
        Peer.Output("mkfifo", _pipe);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("domain define PIPE --root ROOT")]
    [InlineData("cpu compare PIPE")]
    [InlineData("validate x.xml --schema PIPE")]
    public async Task A_pipe_into_which_nobody_writes_ends_with_the_signal(string command)
    {
        using RunningTool tool = RunningTool.Start(
            Tool.Split(command.Replace("PIPE", _pipe, StringComparison.Ordinal)
                .Replace("ROOT", Path.Combine(_folder.Root, "root"), StringComparison.Ordinal)));
        await tool.WaitUntilItListensAsync();

        // By then it waits for the pipe, or soon will; it must end in both cases.
        tool.Signal(PosixSignal.SIGTERM);
        Assert.Equal(ExitCode.Terminated, await tool.WaitAsync());
    }

    [Fact]
    public void A_pipe_of_which_nothing_comes_is_told_with_its_name_and_the_time()
    {
        CliException late =
            Assert.Throws<CliException>(() => Files.Read(_pipe, TimeSpan.FromMilliseconds(500), TestContext.Current.CancellationToken));
        Assert.Equal($"{_pipe}: cannot be read: nothing arrived within 0.5 seconds", late.Message);
    }

    [Fact]
    public async Task A_wait_for_a_pipe_can_be_cancelled()
    {
        using CancellationTokenSource end = new();
        Task<byte[]> waiting = Task.Run(() => Files.Read(_pipe, end.Token), TestContext.Current.CancellationToken);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_pipe_that_brings_a_schema_is_one()
    {
        string valid = _folder.Write("a.xml", "<a/>");
        string invalid = _folder.Write("b.xml", "<b/>");
        Task writer = Task.Run(() => File.WriteAllText(_pipe, Schema), TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.No, Tool.Run("validate", valid, invalid, "--schema", _pipe).Code);
        await writer;
    }

    [Fact]
    public void What_a_shell_makes_of_a_command_is_read()
    {
        Assert.Equal(ExitCode.Done, Shell($"\"$@\" cpu compare <(sleep 1; echo '{Cpu}') --host <(cat {Old})"));
        Assert.Equal(ExitCode.Done, Shell($"echo '{Cpu}' | \"$@\" cpu compare /dev/stdin --host {Old}"));
        Assert.Equal(ExitCode.No, Shell($"\"$@\" validate <(echo '<b/>') --schema <(echo \"{Schema}\")"));
    }

    [Fact]
    public void A_pipe_among_the_files_of_a_schema_or_a_map_is_refused_at_once()
    {
        string schema = _folder.Write("outer.rng", Including);
        var (code, _, error) = Tool.Run("validate", Old, "--schema", schema);
        Assert.Equal(ExitCode.NotJudged, code);
        Assert.Contains("not a regular file", error, StringComparison.Ordinal);
        _folder.Write("map/index.xml", "<cpus><arch name='x86'><include filename='pipe'/></arch></cpus>");
        Peer.Output("mkfifo", Path.Combine(_folder.Root, "map", "pipe"));
        (code, _, error) = Tool.Run("cpu", "models", "--cpu-map", Path.Combine(_folder.Root, "map"));
        Assert.Equal(ExitCode.NotJudged, code);
        Assert.Contains("pipe", error, StringComparison.Ordinal);
        Assert.Contains("not a regular file", error, StringComparison.Ordinal);
    }

    private static int Shell(string script) =>
        int.Parse(Peer.Output("bash", "-c", script + " >&2; echo $?", "bash", "dotnet",
            Path.Combine(AppContext.BaseDirectory, "nvirt.dll")), CultureInfo.InvariantCulture);
}
