using System.Collections.Immutable;
using System.Text.Json;
using NVirt.Domains.Documents.Devices;
using NVirt.Qemu.CommandLine;
using NVirt.Xml;

namespace NVirt.Qemu.Guests;

/// <summary>What only QEMU decides of a guest's devices: its terminals, and the port of its screen.</summary>
internal static class LiveDevices
{
    private const string PtyPrefix = "pty:";
    private const string Terminals = "/dev/pts/";

    /// <summary>Asks QEMU, if there is anything to ask.</summary>
    /// <returns>What was known, and QEMU's answers.</returns>
    /// <exception cref="Qmp.QmpException">It does not answer.</exception>
    public static async Task<ImmutableArray<DeviceFacts>> ReadAsync(
        GuestMonitor monitor, QemuArguments arguments, CancellationToken cancellation)
    {
        List<DeviceFacts> devices = [.. arguments.Devices];
        if (arguments.Arguments.Any(a => a.StartsWith("pty,", StringComparison.Ordinal)))
        {
            JsonElement? backends = await monitor.TryExecuteAsync("query-chardev", cancellation);
            Dictionary<string, string> paths = Paths(backends);
            devices = [.. devices.Select(d => OnTerminal(d, paths))];
        }

        int screen = devices.FindIndex(d => d.Element == "graphics");
        if (screen >= 0 && devices[screen].All.Any(f => f.Attribute == "autoport")
            && await monitor.TryExecuteAsync("query-vnc", cancellation) is { } vnc)
        {
            devices[screen] = OnPort(devices[screen], JsonText.StringOf(vnc, "service"), JsonText.StringOf(vnc, "host"));
        }

        return [.. devices];
    }

    private static Dictionary<string, string> Paths(JsonElement? backends)
    {
        Dictionary<string, string> paths = new(StringComparer.Ordinal);
        foreach (JsonElement backend in backends is { } all ? JsonText.Items(all) : [])
        {
            if (JsonText.StringOf(backend, "label") is { } label
                && JsonText.StringOf(backend, "filename") is { } file
                && file.StartsWith(PtyPrefix + Terminals, StringComparison.Ordinal)
                && Digits.TryParse(file.AsSpan((PtyPrefix + Terminals).Length), out uint _))
            {
                paths[label] = file[PtyPrefix.Length..];
            }
        }

        return paths;
    }

    private static DeviceFacts OnTerminal(DeviceFacts device, Dictionary<string, string> paths)
    {
        if (device.Element is not ("serial" or "parallel" or "console" or "channel")
            || device.All.FirstOrDefault(f => f.Path == "alias").Value is not { } alias
            || !paths.TryGetValue("char" + alias, out string? path))
        {
            return device;
        }

        IEnumerable<DeviceFact> own = device.All.Where(f => f.Path.Length == 0);
        IEnumerable<DeviceFact> tty = device.Element == "console" ? [new DeviceFact(string.Empty, "tty", path)] : [];
        return device with { All = [.. own, .. tty, new DeviceFact("source", "path", path), .. device.All.Where(f => f.Path.Length > 0)] };
    }

    private static DeviceFacts OnPort(DeviceFacts device, string? port, string? host) =>
        port is not null && Digits.TryParse(port, out ushort _) && host is not null && ValueWords.IsHost(host)
            ? device with
            {
                All =
                [
                    new DeviceFact(string.Empty, "port", port), .. device.All, new DeviceFact(string.Empty, "listen", host),
                    new DeviceFact("listen", "address", host),
                ],
            }
            : device;
}
