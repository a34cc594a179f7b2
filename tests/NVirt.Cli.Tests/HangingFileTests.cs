using System.Runtime.InteropServices;
using NVirt.Cli.Input;
using NVirt.Cli.Tests.Domains;

namespace NVirt.Cli.Tests;

/// <summary>Files on a file system whose server hangs, like one of a network whose other end is gone.</summary>
public sealed class HangingFileTests : IDisposable
{
    private const string Disk = """
        <domain type='qemu'><name>hung</name><memory unit='MiB'>16</memory><vcpu>1</vcpu><os><type arch='x86_64'>hvm</type></os>
        <devices><disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='FILE'/><target dev='vda' bus='virtio'/>
        </disk></devices></domain>
        """;

    private readonly TempFolder _folder = new();
    private readonly HangingFolder _hanging;

    public HangingFileTests()
    {
        string mounted = Path.Combine(_folder.Root, "mounted");
        Directory.CreateDirectory(mounted);
        _hanging = HangingFolder.Mount(mounted);
    }

    private string Hung => Path.Combine(_hanging.Root, "slow.xml");

    public void Dispose()
    {
        _hanging.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("cpu compare FILE")]
    [InlineData("cpu compare good.xml --host FILE")]
    [InlineData("cpu models --cpu-map MAP")]
    [InlineData("validate FILE")]
    [InlineData("validate good.xml --schema FILE")]
    [InlineData("validate good.xml --schema INCLUDING")]
    [InlineData("domain define FILE --root ROOT")]
    [InlineData("domain start hung --root ROOT")]
    public async Task A_command_that_waits_for_a_file_ends_with_the_signal(string command)
    {
        string root = Path.Combine(_folder.Root, "root");
        if (command.StartsWith("domain start", StringComparison.Ordinal))
        {
            Needs.Program("qemu-system-x86_64", "qemu-system-x86");
            string disk = _folder.Write("disk.xml", Disk.Replace("FILE", Hung, StringComparison.Ordinal));
            Assert.Equal(ExitCode.Done, Tool.Run("domain", "define", disk, "--root", root).Code);
        }

        string good = _folder.Write("good.xml", "<cpu><model>Nehalem</model></cpu>");
        string including = _folder.Write(
            "outer.rng", $"<grammar xmlns='http://relaxng.org/ns/structure/1.0'><include href='{Hung}'/></grammar>");
        Directory.CreateDirectory(Path.Combine(_folder.Root, "map"));
        File.CreateSymbolicLink(Path.Combine(_folder.Root, "map", "index.xml"), Hung);
        using RunningTool tool = RunningTool.Start(Tool.Split(command
            .Replace("FILE", Hung, StringComparison.Ordinal)
            .Replace("INCLUDING", including, StringComparison.Ordinal)
            .Replace("MAP", Path.Combine(_folder.Root, "map"), StringComparison.Ordinal)
            .Replace("good.xml", good, StringComparison.Ordinal)
            .Replace("ROOT", root, StringComparison.Ordinal)));
        await tool.WaitUntilItListensAsync();
        tool.Signal(PosixSignal.SIGTERM);
        Assert.Equal(ExitCode.Terminated, await tool.WaitAsync());
    }

    [Theory]
    [InlineData("slow.xml")]
    [InlineData("stuck.xml")]
    public void A_file_that_never_comes_is_told_with_its_name_and_the_time(string name)
    {
        // Not even a signal could end the thread that has asked for it; the next one reads on.
        string file = Path.Combine(_hanging.Root, name);
        CliException late =
            Assert.Throws<CliException>(() => Files.Read(file, TimeSpan.FromMilliseconds(500), TestContext.Current.CancellationToken));
        Assert.Equal($"{file}: cannot be read: nothing arrived within 0.5 seconds", late.Message);
        Assert.Equal("data", Files.ReadText(_folder.Write("other", "data"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("cpu compare FILE")]
    [InlineData("validate good.xml --schema INCLUDING")]
    public void A_command_says_what_it_waited_for(string command)
    {
        string good = _folder.Write("good.xml", "<cpu><model>Nehalem</model></cpu>");
        string including = _folder.Write(
            "outer.rng", $"<grammar xmlns='http://relaxng.org/ns/structure/1.0'><include href='{Hung}'/></grammar>");
        var (code, _, error) = Tool.Run(Tool.Split(command.Replace("FILE", Hung, StringComparison.Ordinal)
            .Replace("INCLUDING", including, StringComparison.Ordinal).Replace("good.xml", good, StringComparison.Ordinal)));
        Assert.Equal(ExitCode.NotJudged, code);
        Assert.Contains($"{Hung}: cannot be read: nothing arrived within 30 seconds", error, StringComparison.Ordinal);
    }
}
