using System.Diagnostics;
using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.CommandLine;
using NVirt.Qemu.HostModels;
using NVirt.Testing;
using static NVirt.Qemu.Tests.CommandLine.Guests;

namespace NVirt.Qemu.Tests.CommandLine;

/// <summary>Whole command lines.</summary>
public sealed class CommandLineTests
{
    private const string Everything = """
        <uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid><maxMemory slots='4' unit='MiB'>2048</maxMemory><iothreads>1</iothreads>
        <features><acpi/><vmport state='off'/><smm state='on'><tseg unit='MiB'>48</tseg></smm></features>
        <cpu><model>Penryn</model><numa><cell id='0' cpus='0,2-3' memory='65536' memAccess='shared'/><cell id='1' cpus='1' memory='65537'>
        <distances><sibling id='0' value='21'/></distances></cell></numa></cpu>
        <clock offset='variable' adjustment='3600'><timer name='rtc' track='guest' tickpolicy='catchup'/><timer name='pit' tickpolicy='delay'/><timer name='hpet' present='no'/></clock>
        <on_reboot>destroy</on_reboot><pm><suspend-to-mem enabled='no'/><suspend-to-disk enabled='yes'/></pm>
        <devices><watchdog model='itco'/><emulator>/opt/qemu</emulator></devices>
        """;

    private const string Boot = """
        <loader type='pflash' readonly='yes' secure='yes'>/code,1.fd</loader><nvram>/vars.fd</nvram><bootmenu enable='yes' timeout='3000'/>
        <bios rebootTimeout='500'/><kernel>/k</kernel><initrd>/i</initrd><cmdline>a=b,c "d"</cmdline><dtb>/d</dtb></os>
        """;

    [Fact]
    public void With_everything()
    {
        DomainDocument domain = Domain(Everything, "kvm", machine: "q35", vcpu: "<vcpu>4</vcpu>");
        domain = DomainDocument.Parse(domain.Text.Replace("</os>", Boot, StringComparison.Ordinal), "g.xml");
        QemuArguments arguments =
            Build(domain, new QemuCommandLineOptions { IsPaused = true, MonitorSocket = "/run/m,1.sock", Time = new FixedTime() });
        Golden.Check(
            string.Join('\n', arguments.Arguments.Prepend(arguments.Emulator).Concat(arguments.Warnings.Select(w => "warning: " + w)))
                + "\n", "everything");
    }

    [Theory]
    [InlineData("<clock offset='localtime'/>", "base=localtime")]
    [InlineData("<clock offset='absolute' start='86400'/>", "base=1970-01-02T00:00:00")]
    [InlineData("<clock offset='timezone' timezone='Europe/Paris'/>", "base=localtime")]
    public void The_clock_begins_where_the_domain_says(string clock, string expected)
    {
        QemuArguments arguments = Build(Domain(clock));
        Assert.Equal(expected, arguments.ValueOf("-rtc"));
        Assert.Equal(
            clock.Contains("Paris", StringComparison.Ordinal) ? "Europe/Paris" : null, arguments.Environment.GetValueOrDefault("TZ"));
    }

    [Fact]
    public void What_is_not_interpreted_is_told_with_its_place() => Assert.Equal(
        ["g.xml:4:1: /domain/bogus has no effect: NVirt does not interpret it"],
        Build(Domain("<bogus/>")).Warnings);

    [Theory]
    [InlineData("<launchSecurity type='sev'/>",
        "g.xml:4:1: /domain/launchSecurity is not supported, but the guest needs it or something relies on it")]
    [InlineData("<genid/>", "g.xml:4:1: /domain/genid is not supported")]
    [InlineData("<q:commandline xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'><q:arg value='-s'/></q:commandline>",
        "g.xml:4:1: /domain/q:commandline is not supported")]
    public void What_the_guest_would_miss_is_refused(string part, string expected) =>
        Assert.StartsWith(expected, Refused(Domain(part)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("<acpi><table type='slic'>/x</table></acpi>", "g.xml:3:48: /domain/os/acpi is not supported")]
    [InlineData("<bios useserial='yes'/>", "g.xml:3:48: /domain/os/bios/@useserial is not supported")]
    public void What_the_firmware_would_miss_is_refused(string part, string expected) => Assert.StartsWith(
        expected,
        Refused(DomainDocument.Parse(Domain().Text.Replace("</os>", part + "</os>", StringComparison.Ordinal), "g.xml")).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("viridian", "<viridian/>")]
    [InlineData("hap", "<hap/>")]
    [InlineData("privnet", "<privnet/>")]
    [InlineData("dirty-ring", "<kvm><dirty-ring state='on' size='4096'/></kvm>")]
    [InlineData(null, "<pae/><apic/><hap state='off'/>")]
    public void What_is_for_another_hypervisor_is_told(string? name, string feature)
    {
        string[] warnings = [.. Build(Domain($"<features>{feature}</features>")).Warnings];
        Assert.Equal(name is null ? 0 : 1, warnings.Length);
        Assert.All(warnings, w =>
            Assert.EndsWith($"\"{name}\" has no effect in a domain of type qemu with machine pc-i440fx-7.2", w, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<htm state='on'/>", "htm")]
    [InlineData("<cfpc value='fixed'/>", "cfpc")]
    [InlineData("<gic version='3'/>", "gic")]
    [InlineData("<ras state='on'/>", "ras")]
    public void Features_of_other_machines_are_refused(string feature, string name) => Assert.Equal(
        $"g.xml:4:11: \"{name}\" is not possible on x86_64 with machine pc-i440fx-7.2",
        Refused(Domain($"<features>{feature}</features>")).Message);

    [Theory]
    [InlineData("<features><vmcoreinfo/></features>", true)]
    [InlineData("<features><vmcoreinfo state='off'/></features>", false)]
    public void The_crash_information_has_a_device(string features, bool expected) =>
        Assert.Equal(expected, Build(Domain(features)).Arguments.Contains("""{"driver":"vmcoreinfo"}"""));

    [Fact]
    public void Memory_has_to_be_given() => Assert.Equal(
        CpuErrorKind.Xml,
        Refused(DomainDocument.Parse("<domain type='qemu'><os><type arch='x86_64'>hvm</type></os></domain>")).Kind);

    [Theory]
    [InlineData("<os firmware='efi'>", "firmware of kind \"efi\" cannot be chosen")]
    [InlineData("<os><smbios mode='host'/>", "SMBIOS tables of mode \"host\"")]
    public void What_can_not_be_written_yet_is_refused(string os, string expected) => Assert.Contains(
        expected,
        Refused(DomainDocument.Parse(Domain().Text.Replace("<os>", os, StringComparison.Ordinal))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("pc")]
    [InlineData("q35")]
    public async Task A_real_qemu_takes_it(string machine)
    {
        QemuCapabilities capabilities = await RealQemu.Capabilities;
        const string Cpu =
            "<cpu mode='maximum'><topology sockets='1' cores='2' threads='2'/><numa><cell cpus='0-3' memory='65536'/></numa></cpu>";
        const string Rest =
            "<features><acpi/><pmu state='off'/></features><clock><timer name='hpet' present='no'/><timer name='rtc' "
                + "tickpolicy='catchup'/></clock>";
        DomainDocument domain = Domain(Cpu + Rest, machine: machine, vcpu: "<vcpu>4</vcpu>");
        QemuArguments arguments = QemuCommandLine.Build(
            domain, capabilities, QemuHost.ThisMachine(), new QemuCommandLineOptions { IsPaused = true });
        ProcessStartInfo start = new(arguments.Emulator, [.. arguments.Arguments, "-qmp", "stdio"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using Process qemu = Process.Start(start)!;
        Task<string> complaints = qemu.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> answers = qemu.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await qemu.StandardInput.WriteAsync("""{"execute": "qmp_capabilities"} {"execute": "query-cpus-fast"} {"execute": "quit"}""");
        await qemu.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        await qemu.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(qemu.ExitCode == 0, await complaints);
        Assert.Equal(4, (await answers).Split("\"cpu-index\"").Length - 1);
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    }
}
