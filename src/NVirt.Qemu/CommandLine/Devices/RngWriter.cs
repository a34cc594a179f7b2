using System.Text.Json.Nodes;
using NVirt.Domains.Documents.Devices;

namespace NVirt.Qemu.CommandLine.Devices;

/// <summary>Sources of random numbers.</summary>
internal static class RngWriter
{
    private const uint DefaultPeriod = 1000;

    public static void Write(GuestDevices devices, RngDevice rng)
    {
        string driver = DeviceProperties.Virtio(devices, rng, "virtio-rng", rng.Model);
        string id = devices.Numbered(rng, "rng");
        string source = "obj" + id;
        devices.WriteOption("-object", rng.Backend switch
        {
            "random" => new JsonObject
            {
                ["qom-type"] = "rng-random",
                ["id"] = source,
                ["filename"] = rng.Path is null ? "/dev/urandom"
                : devices.Path(rng, "backend", rng.Path)
            },
            "builtin" => new JsonObject { ["qom-type"] = "rng-builtin", ["id"] = source },
            _ => throw devices.Unsupported(rng, "backend model", rng.Backend, "random, builtin"),
        });
        devices.WritePci(rng, GuestDevices.Properties(driver, id)
            .With("rng", source)
            .With("max-bytes", rng.RateBytes)
            .With("period", rng.RateBytes is null ? null : rng.RatePeriod ?? DefaultPeriod));
    }
}
