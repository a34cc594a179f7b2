using NVirt.Domains.Documents.Devices;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Devices;

/// <summary>Names of devices, in libvirt's style. QEMU accepts each only once.</summary>
internal sealed class DeviceNames
{
    private const string UserPrefix = "ua-";

    private readonly HashSet<string> _taken = [];
    private readonly Dictionary<string, int> _next = [];

    /// <summary>Whether a name in the document is user-defined; others are assigned at each start.</summary>
    public static bool IsUsers(string? alias) => alias?.StartsWith(UserPrefix, StringComparison.Ordinal) == true;

    /// <summary>The name of a device, or <see langword="null"/> if it is in use or not valid for QEMU.</summary>
    public string? Take(DomainDevice device, string usual)
    {
        string name = IsUsers(device.Alias) ? device.Alias! : usual;
        return name.All(IsGood) && _taken.Add(name) ? name : null;
    }

    public string Next(string kind)
    {
        int number = _next.GetValueOrDefault(kind);
        _next[kind] = number + 1;
        return Text.Of("{0}{1}", kind, number);
    }

    private static bool IsGood(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.';
}
