using NVirt.Xml;

namespace NVirt.Domains.Documents.Devices;

/// <summary>Small devices of the system.</summary>
internal static partial class DeviceInterpreter
{
    private static RngDevice Rng(Element rng)
    {
        Element? backend = rng.First("backend");
        string? kind = backend?.TextOf("model");
        return new RngDevice(Required(rng, "model"), rng.Place())
        {
            Backend = kind,
            Path = kind == "random" && backend!.Text.Length > 0 ? backend.Text : null,
            RateBytes = rng.First("rate")?.UInt("bytes"),
            RatePeriod = rng.First("rate")?.UInt("period"),
        };
    }

    private static MemballoonDevice Memballoon(Element balloon) => new(Required(balloon, "model"), balloon.Place())
    {
        AutoDeflate = balloon.OnOff("autodeflate"),
        FreePageReporting = balloon.OnOff("freePageReporting"),
        StatsPeriod = balloon.First("stats")?.UInt("period"),
    };

    private static WatchdogDevice Watchdog(Element watchdog) => new(Required(watchdog, "model"), watchdog.Place())
    {
        Action = watchdog.TextOf("action") ?? "reset",
    };

    private static TpmDevice Tpm(Element tpm)
    {
        Element? backend = tpm.First("backend");
        return new TpmDevice(tpm.Place())
        {
            Model = tpm.TextOf("model"),
            Backend = backend?.TextOf("type"),
            Version = backend?.TextOf("version"),
            Path = backend?.ChildAttribute("device", "path"),
        };
    }

    private static PanicDevice Panic(Element panic) => new(panic.Place()) { Model = panic.TextOf("model") };

    private static IommuDevice Iommu(Element iommu)
    {
        Element? driver = iommu.First("driver");
        return new IommuDevice(Required(iommu, "model"), iommu.Place())
        {
            Intremap = driver?.OnOff("intremap"),
            CachingMode = driver?.OnOff("caching_mode"),
            Eim = driver?.OnOff("eim"),
            Iotlb = driver?.OnOff("iotlb"),
            AddressWidth = driver?.UInt("aw_bits"),
        };
    }

    private static MemoryDevice Memory(Element memory)
    {
        Element target = memory.First("target") ?? throw memory.Lacks("target");
        Element size = target.First("size") ?? throw target.Lacks("size");
        return new MemoryDevice(Required(memory, "model"), memory.Place())
        {
            SizeKiB = size.KiB(),
            Node = target.First("node")?.TextNumber(),
            BlockKiB = target.First("block")?.KiB(),
            RequestedKiB = target.First("requested")?.KiB(),
            Path = memory.First("source")?.ChildText("path"),
        };
    }

    private static VsockDevice Vsock(Element vsock) => new(vsock.Place())
    {
        Model = vsock.TextOf("model"),
        Cid = vsock.First("cid")?.UInt("address"),
        IsAuto = vsock.First("cid")?.YesNo("auto"),
    };
}
