using NVirt.Qemu.CommandLine;
using NVirt.Qemu.Migration;

namespace NVirt.Qemu.Tests.CommandLine.Devices;

/// <summary>The arguments for devices.</summary>
internal static class DeviceText
{
    /// <summary>The options and values for devices, one per line; without those at the end of every command line.</summary>
    public static string Of(string devices, string machine = "pc", string arch = "x86_64")
    {
        QemuArguments arguments =
            Guests.Build(Guests.Domain($"<iothreads>1</iothreads><devices>{devices}</devices>", arch: arch, machine: machine));
        int boot = arguments.Arguments.IndexOf("-boot");
        return string.Join(
            '\n', arguments.Arguments[(boot + 2)..^2].Chunk(2).Select(pair => string.Join(' ', pair)).Concat(arguments.Warnings));
    }

    /// <summary>The last device.</summary>
    public static string Last(string devices, string machine = "pc", string arch = "x86_64") => Of(devices, machine, arch).Split('\n')[^1];

    public static string Refused(string devices, string machine = "pc", string arch = "x86_64") =>
        Guests.Refused(Guests.Domain($"<iothreads>1</iothreads><devices>{devices}</devices>", arch: arch, machine: machine)).Message;
}
