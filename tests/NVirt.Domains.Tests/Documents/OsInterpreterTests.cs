using NVirt.Cpu;
using NVirt.Domains.Documents;

namespace NVirt.Domains.Tests.Documents;

public class OsInterpreterTests
{
    [Fact]
    public void Type_architecture_and_machine_are_read()
    {
        DomainOs os = Os("<type arch='aarch64' machine='virt-9.0'>hvm</type>");
        Assert.Equal(("hvm", CpuArchitecture.Aarch64, "virt-9.0"), (os.Type, os.Arch, os.Machine));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<type/>")]
    [InlineData("<type arch='' machine=''/>")]
    public void What_is_not_given_is_not_there(string inside)
    {
        DomainOs os = Os(inside);
        Assert.Equal((null, CpuArchitecture.None, null), (os.Type, os.Arch, os.Machine));
        Assert.Null(os.Loader);
        Assert.Null(os.BootMenu);
        Assert.Empty(os.BootDevices);
    }

    [Fact]
    public void An_unknown_architecture_is_unsupported() => Assert.Equal(
        "1:30: attribute arch of <type> is \"pdp11\"; expected x86_64, i686, aarch64, armv7l, ppc64le, ppc64, s390x, riscv64, "
            + "loongarch64, alpha, armv6l, armv7b, cris, ia64, lm32, m68k or 20 more",
        Read.Refusal("<os><type arch='pdp11'/></os>").Message);

    [Fact]
    public void Firmware_is_read()
    {
        DomainOs os = Read.Domain(
            """
            <os firmware='efi'>
              <loader readonly='yes' secure='no' stateless='no' type='pflash' format='qcow2'>/code.fd</loader>
              <nvram template='/vars.fd' format='raw'>/var/lib/a.fd</nvram>
            </os>
            """).Os;
        Assert.Equal("efi", os.Firmware);
        Assert.Equal(
            new DomainLoader
            {
                Path = "/code.fd",
                Type = "pflash",
                Format = "qcow2",
                IsReadOnly = true,
                IsSecure = false,
                IsStateless =
                false
            },
            os.Loader);
        Assert.Equal(new DomainNvram("/var/lib/a.fd", "/vars.fd", "raw"), os.Nvram);
    }

    [Fact]
    public void Firmware_may_have_no_files()
    {
        DomainOs os = Os("<loader/><nvram/>");
        Assert.Equal((new DomainLoader(), new DomainNvram(null, null, null)), (os.Loader, os.Nvram));
    }

    [Fact]
    public void A_file_of_unknown_type_is_a_rom() =>
        Assert.Equal(new DomainLoader { Path = "/l", Type = "rom" }, Os("<loader>/l</loader>").Loader);

    [Fact]
    public void A_kernel_is_read()
    {
        DomainOs os = Os("<kernel>/k</kernel><initrd>/i</initrd><cmdline> a  b </cmdline><dtb>/d</dtb>");
        Assert.Equal(("/k", "/i", " a  b ", "/d"), (os.Kernel, os.Initrd, os.CommandLine, os.DeviceTree));
    }

    [Fact]
    public void Boot_devices_keep_their_order() => Assert.Equal(["network", "hd"], Os("<boot dev='network'/><boot dev='hd'/>").BootDevices);

    [Fact]
    public void How_it_boots_is_read()
    {
        DomainOs os = Os("<bootmenu enable='yes' timeout='3000'/><bios useserial='yes' rebootTimeout='-1'/><smbios mode='sysinfo'/>");
        Assert.Equal((true, 3000u, true, -1, "sysinfo"), (os.BootMenu, os.BootMenuTimeout, os.BiosUsesSerial, os.RebootTimeout, os.Smbios));
    }

    [Fact]
    public void Without_a_menu_its_time_is_not_read() => Assert.Null(Os("<bootmenu enable='no' timeout='x'/>").BootMenuTimeout);

    [Theory]
    [InlineData("<boot/>")]
    [InlineData("<boot dev='moon'/>")]
    [InlineData("<bootmenu enable='on'/>")]
    [InlineData("<loader type='x'/>")]
    [InlineData("<loader readonly='on'/>")]
    [InlineData("<bios useserial='1'/>")]
    public void A_bad_word_is_malformed(string inside) => Read.IsXml($"<os>{inside}</os>");

    [Theory]
    [InlineData("<bootmenu enable='yes' timeout='70000'/>")]
    [InlineData("<bios rebootTimeout='70000'/>")]
    [InlineData("<smbios mode='x'/>")]
    public void What_libvirt_does_not_take_is_unsupported(string inside) => Read.IsUnsupported($"<os>{inside}</os>");

    [Fact]
    public void An_unknown_firmware_is_malformed() => Read.IsXml("<os firmware='coreboot'/>");

    private static DomainOs Os(string inside) => Read.Domain($"<os>{inside}</os>").Os;
}
