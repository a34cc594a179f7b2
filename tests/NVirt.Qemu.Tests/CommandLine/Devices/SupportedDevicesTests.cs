using NVirt.Cpu;
using NVirt.Domains.Capabilities.Domains;
using NVirt.Qemu.CommandLine;
using NVirt.Qemu.HostModels;
using static NVirt.Qemu.Tests.CommandLine.Guests;

namespace NVirt.Qemu.Tests.CommandLine.Devices;

/// <summary>What domain capabilities say of devices, and what the command line does with them.</summary>
public sealed class SupportedDevicesTests
{
    public static TheoryData<bool, string, string> Values()
    {
        TheoryData<bool, string, string> values = [];
        foreach (bool hasIde in (bool[])[true, false])
        {
            foreach (DeviceSupport device in SupportedDevices.Of(hasIde))
            {
                foreach (DeviceChoice choice in device.Choices)
                {
                    foreach (string value in choice.Values)
                    {
                        values.Add(hasIde, $"{device.Kind} {choice.Name}", value);
                    }
                }
            }
        }

        return values;
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void What_is_said_to_be_possible_is(bool hasIde, string choice, string value) =>
        Assert.NotEmpty(Build(hasIde, Device(choice, value, hasIde)).Arguments);

    [Theory]
    [InlineData("<redirdev bus='usb' type='spicevmc'/>")]
    [InlineData("<graphics type='spice'/>")]
    [InlineData("<hostdev mode='subsystem' type='usb'><source><vendor id='1'/><product id='2'/></source></hostdev>")]
    [InlineData("<tpm model='tpm-tis'><backend type='emulator'/></tpm>")]
    [InlineData("<filesystem type='mount'><source dir='/'/><target dir='x'/></filesystem>")]
    public void What_is_not_said_to_be_possible_is_refused(string device) =>
        Assert.Throws<CpuException>(() => Build(hasIde: true, device));

    private static QemuArguments Build(bool hasIde, string device) => Guests.Build(
        Domain($"<devices>{device}</devices>", machine: hasIde ? "pc" : "q35"), new QemuCommandLineOptions { HasDevices = true });

    private static string Device(string choice, string value, bool hasIde) => choice switch
    {
        "disk diskDevice" => $"<disk type='file' device='{value}'><source file='/x'/><target dev='{(value == "floppy" ? "fda"
            : "sda")}' bus='{(value == "floppy" ? "fdc" : "scsi")}'/>{(value == "cdrom" ? "<readonly/>" : string.Empty)}</disk>",
        "disk bus" => $"<disk type='file' device='{(value == "fdc" ? "floppy" : "disk")}'><source file='/x'/><target dev='{value switch
        {
            "fdc" => "fda",
            "ide" => "hda",
            "virtio" => "vda",
            _ => "sda",
        }}' bus='{value}'/></disk>",
        "disk model" => $"<disk type='file' model='{value}'><source file='/x'/><target dev='vda' bus='virtio'/></disk>",
        "graphics type" => $"<graphics type='{value}' port='5901'/>",
        "video modelType" => $"<video><model type='{value}'/></video>",
        "rng model" => $"<rng model='{value}'><backend model='random'/></rng>",
        "rng backendModel" =>
            $"<rng model='virtio'><backend model='{value}'>{(value == "random" ? "/dev/urandom" : string.Empty)}</backend></rng>",
        "channel type" => $"<channel type='{value}'>{(value == "unix" ? "<source mode='bind' path='/x'/>" : string.Empty)}"
            + "<target type='virtio' name='org.qemu.guest_agent.0'/></channel>",
        _ => throw new InvalidOperationException($"{choice}: {hasIde}"),
    };
}
