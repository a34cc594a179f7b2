using NVirt.Xml;

namespace NVirt.Domains.Documents.Devices;

/// <summary>Character devices.</summary>
internal static partial class DeviceInterpreter
{
    private static CharacterDevice Character(Element device)
    {
        Element? target = device.First("target");
        return new CharacterDevice(device.Name, device.Place())
        {
            Backend = new CharacterBackend(device.TextOf("type") ?? "pty")
            {
                Sources = [.. device.All("source").Select(CharacterSource)],
                Protocol = device.ChildAttribute("protocol", "type"),
            },
            TargetType = target?.TextOf("type"),
            TargetPort = device.Name == "channel" ? null : target?.UInt("port"),
            TargetName = target?.TextOf("name"),
            TargetModel = target?.ChildAttribute("model", "name"),
        };
    }

    private static CharacterSource CharacterSource(Element source) => new()
    {
        Path = source.TextOf("path"),
        Mode = source.TextOf("mode"),
        Host = source.TextOf("host"),
        Service = source.TextOf("service"),
        Append = source.OnOff("append"),
        Channel = source.TextOf("channel"),
    };
}
