using System.Text;
using NVirt.Cpu.Xml;
using NVirt.Testing;
using NVirt.Xml;

namespace NVirt.Cpu.Tests.Xml;

/// <summary>Documents from streams and files.</summary>
public sealed class DocumentContentTests
{
    private const string Cpu = "<cpu><model>Nehalem</model></cpu>\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_and_a_file_are_read_as_their_text()
    {
        using TempFolder folder = new();
        string file = folder.Write("cpu.xml", Cpu);
        CpuDefinition expected = CpuXml.Parse(Cpu);
        Assert.Equal(expected, CpuXml.Read(Stream(Cpu)));
        Assert.Equal(expected, await CpuXml.ReadFileAsync(file, cancellation: Cancellation));
        Assert.Equal(expected, Assert.Single(CpuDocuments.Read(Stream(Cpu))).Definition);
        Assert.Equal(expected, Assert.Single(await CpuDocuments.ReadFileAsync(file, cancellation: Cancellation)).Definition);
    }

    [Fact]
    public async Task Raw_data_is_read_of_streams_and_files()
    {
        const string Data = "<cpudata arch='x86'><cpuid eax_in='0x1' edx='0x1'/></cpudata>";
        using TempFolder folder = new();
        string file = folder.Write("data.xml", Data);
        Assert.Equal(CpuDataXml.Parse(Data), CpuDataXml.Read(Stream(Data)));
        Assert.Equal(CpuDataXml.Parse(Data), await CpuDataXml.ReadFileAsync(file, Cancellation));
    }

    [Fact]
    public async Task A_mistake_has_the_name_of_the_file()
    {
        using TempFolder folder = new();
        string file = folder.Write("cpu.xml", "<cpu>\n<");
        Assert.StartsWith(
            $"{file}:2:", (await Assert.ThrowsAsync<CpuException>(() => CpuXml.ReadFileAsync(file, cancellation: Cancellation))).Message,
                StringComparison.Ordinal);
        Assert.StartsWith("a.xml:2:", Assert.Throws<CpuException>(() => CpuXml.Read(Stream("<cpu>\n<"), file: "a.xml")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_text_is_refused_with_its_place()
    {
        CpuException refused = Assert.Throws<CpuException>(() => CpuXml.Read(new MemoryStream([(byte)'<', 0xe4]), file: "a.xml"));
        Assert.Equal(CpuErrorKind.Xml, refused.Kind);
        Assert.StartsWith("a.xml:1:2: byte 0xe4", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_endless_stream_is_refused()
    {
        using Endless endless = new();
        CpuException refused = Assert.Throws<CpuException>(() => CpuXml.Read(endless, file: "a.xml"));
        Assert.Equal((CpuErrorKind.Xml, "a.xml:1:1: larger than 64 MiB, which is the limit"), (refused.Kind, refused.Message));
        Assert.InRange(endless.Given, DocumentContent.MaxBytes, DocumentContent.MaxBytes + (1 << 20));
    }

    [Fact]
    public void A_stream_stays_open()
    {
        MemoryStream stream = Stream(Cpu);
        CpuXml.Read(stream);
        Assert.True(stream.CanRead);
    }

    [Fact]
    public async Task Reading_a_file_can_be_cancelled()
    {
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CpuXml.ReadFileAsync("no-such-file", cancellation: cancelled.Token));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_the_systems_error() =>
        await Assert.ThrowsAsync<FileNotFoundException>(
            () => CpuXml.ReadFileAsync(Path.Combine(Places.Root, "no-such-file"), cancellation: Cancellation));

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));

    private sealed class Endless : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => Given;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)' ');
            Given += count;
            return count;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
