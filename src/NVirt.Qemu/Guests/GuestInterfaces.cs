using NVirt.Cpu.Probe.Linux;
using NVirt.Domains.Driver.Statistics;
using NVirt.Xml;

namespace NVirt.Qemu.Guests;

/// <summary>What the kernel counts for the host's end of a network interface. What comes to the host was sent by the guest.</summary>
internal static class GuestInterfaces
{
    private const int LongestNumber = 32;

    /// <summary>The counts; <see langword="null"/> if there is no such interface.</summary>
    public static InterfaceStatistics? Read(string name)
    {
        string folder = $"/sys/class/net/{name}/statistics";
        return !Directory.Exists(folder) ? null : new InterfaceStatistics(name, Traffic("tx"), Traffic("rx"));

        InterfaceTraffic Traffic(string way) =>
            new(Number($"{way}_bytes"), Number($"{way}_packets"), Number($"{way}_errors"), Number($"{way}_dropped"));

        ulong Number(string file) =>
            Digits.TryParse(ProbeFiles.ReadText($"{folder}/{file}", LongestNumber)?.Trim(), out ulong value) ? value : 0;
    }
}
