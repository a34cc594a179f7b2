using System.Numerics;
using NVirt.Cpu;
using NVirt.Domains.Documents.Devices;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Devices;

/// <summary>Video cards.</summary>
internal static class VideoWriter
{
    private const uint KiBInMiB = 1024;
    private const uint BytesInKiB = 1024;

    public static void Write(GuestDevices devices, VideoDevice video)
    {
        bool isX86 = devices.Guest.Arch.IsX86();
        string model = video.Model ?? (isX86 ? "vga" : "virtio");
        devices.Notes.Add(video, "model", "type", model);
        if (model == "none")
        {
            return;
        }

        bool isPrimary = IsPrimary(devices, video);
        if (isPrimary)
        {
            devices.Notes.Add(video, "model", "primary", "yes");
        }

        string driver = (model, isPrimary) switch
        {
            ("vga", true) => "VGA",
            ("vga", false) => "secondary-vga",
            ("cirrus", true) => "cirrus-vga",
            ("bochs", _) => "bochs-display",
            ("ramfb", true) => "ramfb",
            ("virtio", true) when isX86 => "virtio-vga",
            ("virtio", _) => "virtio-gpu-pci",
            ("cirrus" or "ramfb", false) => throw devices.Unsupported(video, "model primary", "no", "yes"),
            _ => throw devices.Unsupported(video, "model type", model, "vga, cirrus, virtio, bochs, ramfb, none"),
        };
        if (model == "cirrus" && video.VramKiB is { } memory and not (4 * KiBInMiB or 8 * KiBInMiB or 16 * KiBInMiB))
        {
            devices.Report(devices.Unsupported(video, "model vram", Text.Of("{0}", memory), "4096, 8192, 16384"));
        }

        devices.WarnIf(video.RamKiB is not null || video.VgaMemKiB is not null, video, "model ram, vgamem");
        devices.WarnIf(video.VramKiB is not null && model is "virtio" or "ramfb", video, "model vram");
        devices.WarnIf(video.Heads > 1 && model != "virtio", video, "model heads");
        var properties = GuestDevices.Properties(driver, devices.Numbered(video, "video"))
            .With("vgamem_mb", model is "vga" or "cirrus" && video.VramKiB is { } vram
            ? BitOperations.RoundUpToPowerOf2(Math.Max(vram / KiBInMiB, 1)) : null)
            .With("vgamem", model == "bochs" && video.VramKiB is { } kib ? (ulong)kib * BytesInKiB : null)
            .With("max_outputs", model == "virtio" ? video.Heads : null);
        if (model == "ramfb")
        {
            devices.WriteUnplaced(video, properties);
        }
        else
        {
            devices.WritePci(video, properties);
        }
    }

    private static bool IsPrimary(GuestDevices devices, VideoDevice video)
    {
        List<VideoDevice> all = [.. devices.All.OfType<VideoDevice>()];
        return ReferenceEquals(all.Find(v => v.IsPrimary == true) ?? all[0], video);
    }
}
