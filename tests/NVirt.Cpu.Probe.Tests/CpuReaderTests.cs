using System.Text;
using NVirt.Testing;

namespace NVirt.Cpu.Probe.Tests;

/// <summary>CPUs from streams and files.</summary>
public sealed class CpuReaderTests
{
    private const string Cpu = "<cpu><arch>x86_64</arch><model>Nehalem</model></cpu>";

    [Fact]
    public async Task A_stream_and_a_file_are_read_as_their_bytes()
    {
        using TempFolder folder = new();
        string file = folder.Write("cpu.xml", Cpu);
        CpuSource expected = Assert.Single(CpuReader.Read(Encoding.UTF8.GetBytes(Cpu), file));
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(Cpu));
        CpuSource[] found =
        [
            Assert.Single(CpuReader.Read(stream, file)),
            Assert.Single(await CpuReader.ReadFileAsync(file, cancellation: TestContext.Current.CancellationToken)),
        ];
        Assert.All(found, f => Assert.Equal((expected.Definition, expected.File), (f.Definition, f.File)));
    }

    [Fact]
    public async Task A_pipe_is_not_waited_for()
    {
        Needs.Linux("pipes with names are made with mkfifo, of Linux");
        using TempFolder folder = new();
        string pipe = Path.Combine(folder.Root, "pipe");
        Peer.Output("mkfifo", pipe);
        await Assert.ThrowsAsync<IOException>(() => CpuReader.ReadFileAsync(pipe, cancellation: TestContext.Current.CancellationToken));
    }
}
