using System.Diagnostics;
using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Qemu.Guests;
using NVirt.Qemu.Tests.CommandLine.Devices;
using NVirt.Testing;
using static NVirt.Qemu.Tests.CommandLine.Guests;

namespace NVirt.Qemu.Tests.Guests;

/// <summary>Files that images name.</summary>
public sealed class DiskImagesTests
{
    [Fact]
    public void An_image_alone_is_taken()
    {
        using TempFolder folder = new();
        Require(Document(Create(folder, "a.qcow2")));
    }

    [Fact]
    public void An_image_behind_it_has_to_be_named()
    {
        using TempFolder folder = new();
        string secret = Path.Combine(folder.Root, "secret");
        File.WriteAllText(secret, new string('s', 512));
        string image = Create(folder, "a.qcow2", "-b", secret, "-F", "raw");
        CpuException e = Assert.Throws<CpuException>(() => Require(Document(image)));
        Assert.StartsWith("g.xml:", e.Message, StringComparison.Ordinal);
        Assert.Contains($"the image {image} has a backing image, \"{secret}\"", e.Message, StringComparison.Ordinal);
        Require(Document(image, Behind("raw", secret)));
    }

    [Fact]
    public void So_has_one_behind_that()
    {
        using TempFolder folder = new();
        string first = Create(folder, "a.qcow2");
        string second = Create(folder, "b.qcow2", "-b", first, "-F", "qcow2");
        string third = Create(folder, "c.qcow2", "-b", second, "-F", "qcow2");
        Assert.Throws<CpuException>(() => Require(Document(third, Behind("qcow2", second))));
        Require(Document(third, Behind("qcow2", second, Behind("qcow2", first))));
    }

    [Fact]
    public void Data_in_another_file_is_refused()
    {
        using TempFolder folder = new();
        string image = Create(folder, "a.qcow2", "-o", $"data_file={Path.Combine(folder.Root, "data")},data_file_raw=on");
        Assert.Contains("keeps its data in another file",
            Assert.Throws<CpuException>(() => Require(Document(image))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nowhere/a")]
    [InlineData("/dev/zero")]
    [InlineData("/dev")]
    public void What_cannot_be_read_is_left_to_qemu(string path) => Require(Document(path));

    [Fact]
    public void A_pipe_is_left_to_qemu_and_not_waited_for()
    {
        using TempFolder folder = new();
        string pipe = Path.Combine(folder.Root, "pipe");
        Peer.Output("mkfifo", pipe);
        Require(Document(pipe));
    }

    [Fact]
    public async Task Qemu_reads_what_is_named_and_nothing_else()
    {
        using TempFolder folder = new();
        string first = Create(folder, "a.qcow2");
        string second = Create(folder, "b.qcow2", "-b", first, "-F", "qcow2");
        PausedQemu alone = await PausedQemu.StartAsync(Build(Document(second)));
        Assert.Empty(alone.Complaints);
        PausedQemu both = await PausedQemu.StartAsync(Build(Document(second, Behind("qcow2", first))));
        Assert.Empty(both.Complaints);
        Assert.Equal([0, 1], new[] { alone, both }.Select(q => q.BackingDepth));
    }

    private static void Require(DomainDocument document) =>
        DiskImages.RequireNamed(document, TestContext.Current.CancellationToken);

    private static string Behind(string format, string path, string next = "<backingStore/>") =>
        $"<backingStore type='file'><format type='{format}'/><source file='{path}'/>{next}</backingStore>";

    private static DomainDocument Document(string image, string behind = "") => Domain(
        $"<devices><emulator>{RealQemu.Binary}</emulator><disk type='file'><driver type='qcow2'/><source file='{image}'/>{behind}<target "
            + $"dev='vda'/></disk></devices>");

    private static string Create(TempFolder folder, string name, params string[] options)
    {
        string path = Path.Combine(folder.Root, name);
        try
        {
            using Process image = Process.Start(new ProcessStartInfo("qemu-img", ["create", "-q", "-f", "qcow2", .. options, path, "1M"]))!;
            image.WaitForExit();
            Assert.Equal(0, image.ExitCode);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Needs.Package(isThere: false, "qemu-img is not installed (Debian package qemu-utils)");
        }

        return path;
    }
}
