using NVirt.Cpu;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.Emulators;
using NVirt.Qemu.Probing;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.Capabilities;

/// <summary>Which binary runs which guests. The expected results are libvirt 9.0's answers for the same folders.</summary>
public sealed class QemuEmulatorTests
{
    private const string Nowhere = "/nonexistent";

    [Theory]
    [InlineData("qemu-system-i386 qemu-system-x86_64", "i686=qemu-system-i386 x86_64=qemu-system-x86_64")]
    [InlineData("qemu-system-x86_64", "i686=qemu-system-x86_64 x86_64=qemu-system-x86_64")]
    [InlineData("qemu-system-i386", "i686=qemu-system-i386")]
    [InlineData("qemu-system-arm", "armv6l=qemu-system-arm armv7l=qemu-system-arm")]
    [InlineData("qemu-system-aarch64", "aarch64=qemu-system-aarch64")]
    [InlineData("qemu-system-ppc64", "ppc64=qemu-system-ppc64 ppc64le=qemu-system-ppc64")]
    [InlineData("qemu-system-s390x qemu-system-riscv64", "riscv64=qemu-system-riscv64 s390x=qemu-system-s390x")]
    [InlineData("kvm qemu-kvm qemu qemu-system-x86_64-microvm", "")]
    public void Binaries_are_found_by_the_name_of_the_guests_architecture(string binaries, string expected) =>
        Assert.Equal(expected, Find(CpuArchitecture.X86_64, binaries, Nowhere));

    [Fact]
    public void Guests_that_the_machine_runs_natively_can_do_with_its_own_binary() => Assert.Equal(
        "armv7l=qemu-system-aarch64 aarch64=qemu-system-aarch64",
        Find(CpuArchitecture.Aarch64, "qemu-system-aarch64", Nowhere));

    [Fact]
    public void Where_there_is_no_other_the_machines_own_guests_have_red_hats_binary()
    {
        using TempFolder folder = new();
        string native = Executable(folder, "qemu-kvm");
        Assert.Equal($"i686={native} x86_64={native}", Find(CpuArchitecture.X86_64, string.Empty, native));
        Assert.Equal($"i686={native} s390x=qemu-system-s390x x86_64={native}", Find(CpuArchitecture.X86_64, "qemu-system-s390x", native));
        Assert.Equal("i686=qemu-system-x86_64 x86_64=qemu-system-x86_64", Find(CpuArchitecture.X86_64, "qemu-system-x86_64", native));
    }

    [Fact]
    public void A_binary_is_a_file_that_can_be_executed()
    {
        using TempFolder folder = new();
        Needs.Hardware(!OperatingSystem.IsWindows(), "files have no modes here");
        Assert.True(QemuBinary.IsExecutable(Executable(folder, "binary")));
        Assert.False(QemuBinary.IsExecutable(folder.Write("text", "x")));
        Assert.False(QemuBinary.IsExecutable(Path.Combine(folder.Root, "missing")));
        Assert.False(QemuBinary.IsExecutable(folder.Root));
        File.CreateSymbolicLink(Path.Combine(folder.Root, "nowhere"), Nowhere);
        Assert.False(QemuBinary.IsExecutable(Path.Combine(folder.Root, "nowhere")));
    }

    private static string Executable(TempFolder folder, string name)
    {
        string path = folder.Write(name, "#!/bin/sh\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return path;
    }

    private static string Find(CpuArchitecture host, string binaries, string native)
    {
        string[] all = binaries.Split(' ');
        return string.Join(
            ' ', QemuEmulator.FindAll(host, n => Array.Find(all, b => b == n), native).Select(e => $"{e.Guest.ToName()}={e.Path}"));
    }
}
