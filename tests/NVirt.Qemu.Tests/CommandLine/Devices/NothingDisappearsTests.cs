using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Documents.Devices;
using NVirt.Qemu.CommandLine;
using static NVirt.Qemu.Tests.CommandLine.Guests;

namespace NVirt.Qemu.Tests.CommandLine.Devices;

/// <summary>Everything that a document says about a device is in the arguments, in a warning, or refused.</summary>
public sealed class NothingDisappearsTests
{
    [Theory]
    [InlineData("x86_64", "pc")]
    [InlineData("x86_64", "q35")]
    [InlineData("aarch64", "virt")]
    public void Every_device_is_written_or_told_or_refused(string arch, string machine)
    {
        string without = Outcome(string.Empty, arch, machine);
        string[] silent = [.. DeviceCases.All.SelectMany(c => c.Changed.Append(c.Device)).Distinct()
            .Where(device => !DeviceCases.PartOfTheRest.Contains(device) && !IsPartOf(device, machine)
            && Outcome(device, arch, machine) == without)];
        Assert.Empty(silent);
    }

    [Theory]
    [InlineData("x86_64", "pc")]
    [InlineData("x86_64", "q35")]
    public void Every_detail_is_written_or_told_or_refused(string arch, string machine)
    {
        foreach ((string device, string[] changed) in DeviceCases.All)
        {
            string plain = Outcome(device, arch, machine);
            Assert.DoesNotContain(
                changed, c => Outcome(c, arch, machine) == plain && !plain.StartsWith("refused", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void What_is_told_or_refused_names_the_element_and_where_it_is()
    {
        foreach (string device in DeviceCases.All.SelectMany(c => c.Changed.Append(c.Device)))
        {
            string element = device[1..device.IndexOfAny([' ', '>', '/'])];
            if (Outcome(device, "x86_64", "q35") is { } outcome && outcome.StartsWith("refused", StringComparison.Ordinal))
            {
                Assert.StartsWith("refused g.xml:", outcome, StringComparison.Ordinal);
                Assert.True(
                    outcome.Contains(element, StringComparison.Ordinal) || outcome.Contains("device", StringComparison.Ordinal), outcome);
            }
        }
    }

    [Fact]
    public void What_is_part_of_the_machine_is_neither_written_nor_told()
    {
        string without = Outcome(string.Empty, "x86_64", "pc");
        Assert.All(DeviceCases.PartOfTheRest, device => Assert.Equal(without, Outcome(device, "x86_64", "pc")));
    }

    [Fact]
    public void Without_devices_a_machine_that_can_not_have_them_is_told_its_cpu()
    {
        DomainDocument domain = Domain("<devices><hostdev mode='subsystem' type='usb'/></devices>");
        Assert.Throws<CpuException>(() => Build(domain));
        Assert.NotNull(Build(domain, new QemuCommandLineOptions { HasDevices = false }).ValueOf("-cpu"));
    }

    [Fact]
    public void The_cases_have_every_kind_of_device()
    {
        IEnumerable<Type> interpreted = typeof(DomainDevice).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(DomainDevice)));
        HashSet<Type> seen = [.. DeviceCases.All.SelectMany(c => c.Changed.Append(c.Device))
            .SelectMany(device => Domain($"<devices>{device}</devices>").Definition.Devices.All)
            .Select(device => device.GetType())];
        Assert.Empty(interpreted.Except(seen));
    }

    private static string Outcome(string device, string arch, string machine)
    {
        try
        {
            QemuArguments arguments =
                Build(Domain($"<iothreads>1</iothreads><devices>{device}</devices>", arch: arch, machine: machine, vcpu: "<vcpu>1</vcpu>"));
            return string.Join('\n', arguments.Arguments.Concat(arguments.Warnings));
        }
        catch (CpuException e)
        {
            return "refused " + e.Message;
        }
    }

    // The first SATA controller of q35; a hyperv panic is part of the CPU, and on ARM of none that is written here.
    private static bool IsPartOf(string device, string machine) =>
        (machine == "q35" && device == "<controller type='sata'/>") || (machine == "virt" && device == "<panic model='hyperv'/>");
}
