using System.Runtime.Versioning;
using NVirt.Cpu;
using NVirt.Domains.Capabilities.Hosts;
using NVirt.Qemu.Cache;
using NVirt.Qemu.Emulators;
using NVirt.Qemu.Probing;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.Capabilities;

public sealed class QemuGuestsTests
{
    private const string Machines =
        """
        [{"name": "isapc", "cpu-max": 1}, {"name": "pc-q35-7.2", "alias": "q35", "cpu-max": 288}, {"name": "none", "cpu-max": 1},
         {"name": "pc-i440fx-7.2", "alias": "pc", "cpu-max": 255, "is-default": true}, {"name": "pc-i440fx-1.4", "cpu-max": 0, "deprecated": true}]
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static GuestCapabilities Read(CpuArchitecture guest, string target, params string[] accelerators)
    {
        string[] sessions = [.. accelerators.Select(a => Recordings.First(a, target, Recordings.Returns("query-machines", Machines)))];
        return QemuGuests.Of(new QemuEmulator(guest, "/qemu"), Recordings.Read(sessions));
    }

    private static string Features(CpuArchitecture guest, string target) =>
        string.Join(' ',
            Read(guest, target, "tcg").Features.Select(f => $"{f.Name}{(f.Default == true ? "+" : "")}{(f.CanToggle == true ? "?" : "")}"));

    [Fact]
    public void The_usual_machine_stands_first_and_an_alias_behind_what_it_means()
    {
        GuestCapabilities guest = Read(CpuArchitecture.X86_64, "x86_64", "tcg");
        Assert.Equal(
            ["pc-i440fx-7.2  255", "pc pc-i440fx-7.2 255", "isapc  1", "pc-q35-7.2  288", "q35 pc-q35-7.2 288", "pc-i440fx-1.4  "],
            guest.Machines.Select(m => $"{m.Name} {m.Canonical} {m.MaxCpus}"));
        Assert.Equal(["pc-i440fx-1.4"], guest.Machines.Where(m => m.IsDeprecated).Select(m => m.Name));
        Assert.Equal("/qemu", guest.Emulator);
    }

    [Fact]
    public void There_is_a_domain_type_for_each_accelerator_with_tcg_first()
    {
        Assert.Equal(["qemu"], Read(CpuArchitecture.X86_64, "x86_64", "tcg").DomainTypes);
        Assert.Equal(["qemu", "kvm"], Read(CpuArchitecture.X86_64, "x86_64", "kvm", "tcg").DomainTypes);
        Assert.Equal(["kvm"], Read(CpuArchitecture.X86_64, "x86_64", "kvm").DomainTypes);
    }

    [Theory]
    [InlineData(CpuArchitecture.I686, "i386", "pae nonpae acpi+? apic+ cpuselection deviceboot disksnapshot+")]
    [InlineData(CpuArchitecture.I686, "x86_64", "pae nonpae acpi+? apic+ cpuselection deviceboot disksnapshot+")]
    [InlineData(CpuArchitecture.X86_64, "x86_64", "acpi+? apic+ cpuselection deviceboot disksnapshot+")]
    [InlineData(CpuArchitecture.Aarch64, "aarch64", "acpi+? cpuselection deviceboot disksnapshot+")]
    [InlineData(CpuArchitecture.Armv7l, "arm", "cpuselection deviceboot disksnapshot+")]
    [InlineData(CpuArchitecture.S390x, "s390x", "cpuselection deviceboot disksnapshot+")]
    public void Features_are_those_of_the_architecture(CpuArchitecture guest, string target, string expected) =>
        Assert.Equal(expected, Features(guest, target));

    [Fact]
    public async Task A_machine_without_emulators_has_no_guests()
    {
        using TempFolder folder = new();
        QemuGuests found = await QemuGuests.ReadAsync([], new QemuCache(folder.Root), Cancellation);
        Assert.Empty(found.Guests);
        Assert.Empty(found.Problems);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_broken_emulator_is_a_problem_and_the_others_are_asked()
    {
        RealQemu.Require();
        using TempFolder folder = new();
        string good = QemuBinary.Find(RealQemu.Binary);
        string broken = folder.Write("qemu-system-sparc", "#!/bin/sh\necho no luck >&2\nexit 1\n");
        File.SetUnixFileMode(broken, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        string other = Path.Combine(folder.Root, "qemu-system-mips");
        File.CreateSymbolicLink(other, good);
        QemuGuests found = await QemuGuests.ReadAsync(
            [new(CpuArchitecture.I686, good), new(CpuArchitecture.Mips, other), new(CpuArchitecture.Sparc, broken),
                new(CpuArchitecture.X86_64, good)],
            new QemuCache(Path.Combine(folder.Root, "cache")),
            Cancellation);
        Assert.Equal([CpuArchitecture.I686, CpuArchitecture.X86_64], found.Guests.Select(g => g.Arch));
        Assert.Collection(
            found.Problems,
            p => Assert.Equal($"{other}: it emulates x86_64, but its name says that it runs mips", p),
            p => Assert.Contains("no luck", p, StringComparison.Ordinal));
        Assert.Contains(broken, found.Problems[1], StringComparison.Ordinal);
    }
}
