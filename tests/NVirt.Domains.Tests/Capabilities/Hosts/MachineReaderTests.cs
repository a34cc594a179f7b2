using NVirt.Cpu.Probe;
using NVirt.Domains.Capabilities.Hosts;
using NVirt.Testing;

namespace NVirt.Domains.Tests.Capabilities.Hosts;

public sealed class MachineReaderTests
{
    private const string Product = "sys/class/dmi/id/product_uuid";
    private const string MachineId = "etc/machine-id";

    [Fact]
    public void A_machine_is_read_whole()
    {
        using FakeMachine machine = FakeMachine.TwoNodes();
        Golden.Check(HostCapabilitiesXml.Format(machine.Read()), "two-nodes");
    }

    [Fact]
    public void Of_an_empty_folder_little_is_known_and_nothing_fails()
    {
        using FakeMachine machine = new();
        HostCapabilities host = machine.Read();
        Assert.Null(host.Uuid);
        Assert.Null(host.Suspend);
        Assert.Null(host.HasIommu);
        Assert.Empty(host.Cells);
        Assert.Empty(host.CacheBanks);
        Assert.Equal([4UL], host.PageSizesKiB);
    }

    [Theory]
    [InlineData(MachineId, "0123456789abcdef0123456789abcdef", "01234567-89ab-cdef-0123-456789abcdef")]
    [InlineData(Product, "4C4C4544-0042-3510-8058-B6C04F4D4732", "4c4c4544-0042-3510-8058-b6c04f4d4732")]
    [InlineData("sys/devices/virtual/dmi/id/product_uuid", "4c4c4544-0042-3510-8058-b6c04f4d4732", "4c4c4544-0042-3510-8058-b6c04f4d4732")]
    [InlineData(Product, "00000000-0000-0000-0000-000000000000", null)]
    [InlineData(Product, "ffffffff-ffff-ffff-ffff-ffffffffffff", null)]
    [InlineData(Product, "Not Settable", null)]
    [InlineData(MachineId, "uninitialized", null)]
    [InlineData(Product, "{4c4c4544-0042-3510-8058-b6c04f4d4732}", null)]
    public void The_identity_is_a_uuid_that_is_not_one_byte_repeated(string file, string text, string? expected)
    {
        using FakeMachine machine = new FakeMachine().With(file, text);
        Assert.Equal(expected, machine.Read().Uuid?.ToString("D"));
    }

    [Fact]
    public void The_firmware_is_asked_before_the_installation()
    {
        using FakeMachine machine = new FakeMachine().With(MachineId, "0123456789abcdef0123456789abcdef")
            .With(Product, "4c4c4544-0042-3510-8058-b6c04f4d4732");
        Assert.Equal("4c4c4544-0042-3510-8058-b6c04f4d4732", machine.Read().Uuid?.ToString("D"));
        machine.With(Product, "00000000-0000-0000-0000-000000000000");
        Assert.Equal("01234567-89ab-cdef-0123-456789abcdef", machine.Read().Uuid?.ToString("D"));
    }

    [Theory]
    [InlineData("", "", HostSuspend.None)]
    [InlineData("freeze", "", HostSuspend.None)]
    [InlineData("freeze mem", "", HostSuspend.Memory)]
    [InlineData("freeze mem disk", "[disabled]", HostSuspend.Memory)]
    [InlineData("disk", "[shutdown] reboot suspend", HostSuspend.Disk)]
    [InlineData("mem disk", "[platform] shutdown reboot", HostSuspend.Memory | HostSuspend.Disk)]
    [InlineData("mem disk", "platform [suspend]", HostSuspend.Memory | HostSuspend.Disk | HostSuspend.Hybrid)]
    public void The_kernel_tells_how_the_machine_can_be_suspended(string state, string disk, HostSuspend expected)
    {
        using FakeMachine machine = new FakeMachine().With("sys/power/state", state).With("sys/power/disk", disk);
        Assert.Equal(expected, machine.Read().Suspend);
    }

    [Fact]
    public void An_iommu_at_work_has_groups()
    {
        using FakeMachine machine = new FakeMachine().With("sys/kernel/uevent_seqnum", "1");
        Assert.False(machine.Read().HasIommu);
        machine.With("sys/kernel/iommu_groups/0/type", "DMA");
        Assert.True(machine.Read().HasIommu);
    }

    [Fact]
    public void Page_sizes_are_those_that_the_kernel_has_folders_for()
    {
        using FakeMachine machine = new();
        foreach (string folder in new[] { "hugepages-1048576kB", "hugepages-64kB", "hugepages-kB", "hugepages-2MB", "hugepages-2048kBytes",
            "other-2048kB" })
        {
            machine.With($"sys/kernel/mm/hugepages/{folder}/nr_hugepages", "0");
        }

        Assert.Equal([4UL, 64UL, 1_048_576UL], machine.Read().PageSizesKiB);
    }

    [Fact]
    public void This_machine_is_read_without_a_problem()
    {
        Needs.X86();
        HostCapabilities host = HostCapabilities.ReadThisMachine();
        Assert.Equal(HostCpu.Read().Definition, host.Cpu);
        Assert.Empty(host.Guests);
        Assert.Equal(
            HostCapabilitiesXml.Format(host), HostCapabilitiesXml.Format(HostCapabilitiesXml.Parse(HostCapabilitiesXml.Format(host))));
    }

    [Fact]
    public void Nothing_in_a_file_is_a_reason_to_fail()
    {
        Random random = new(7);
        byte[][] contents =
        [
            [], "\n"u8.ToArray(), "-1"u8.ToArray(), "x"u8.ToArray(), "0-"u8.ToArray(), "4-1"u8.ToArray(), "0-99999"u8.ToArray(),
                "99999999999999999999"u8.ToArray(),
            "1 2 3"u8.ToArray(), "K"u8.ToArray(), "18446744073709551615K"u8.ToArray(), "MemTotal: kB"u8.ToArray(),
                "MemTotal: -5 kB"u8.ToArray(), [0, 255, 254, 10],
        ];
        using FakeMachine machine = FakeMachine.TwoNodes(described: 1);
        foreach (string file in machine.Files)
        {
            byte[] right = machine.Bytes(file);
            byte[] any = new byte[16];
            random.NextBytes(any);
            foreach (byte[]? content in contents.Append(any).Append(null))
            {
                machine.Replace(file, content);
                string text = HostCapabilitiesXml.Format(machine.Read());
                Assert.Equal(text, HostCapabilitiesXml.Format(HostCapabilitiesXml.Parse(text)));
            }

            machine.Replace(file, right);
        }
    }
}
