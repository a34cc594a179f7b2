using System.Text.Json;
using NVirt.Domains.Documents.Devices;
using NVirt.Domains.Driver.Statistics;
using NVirt.Xml;

namespace NVirt.Qemu.Guests;

/// <summary>What is counted for a disk. QEMU's lists name a disk by its image and by its device; ours is found by the image.</summary>
internal static class GuestDisks
{
    private const double NanosecondsOfTick = 100;

    /// <summary>What is known of a disk.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="blocks">QEMU's list of devices (<c>query-block</c>); <see langword="null"/> if it was not asked.</param>
    /// <param name="counts">QEMU's counts (<c>query-blockstats</c>).</param>
    public static DiskStatistics Describe(DiskDevice disk, JsonElement? blocks, JsonElement? counts)
    {
        string? path = disk.Source?.Path;
        DiskStatistics described = new(disk.Target!) { Path = path };
        JsonElement? block = path is null || blocks is not { } list ? null
            : JsonText.Items(list).Select(b => JsonText.Member(b, "inserted")).FirstOrDefault(i => JsonText.StringOf(i, "file") == path);
        described = block is { ValueKind: JsonValueKind.Object } inserted ? described with
        {
            Capacity = Number(JsonText.Member(inserted, "image"), "virtual-size"),
            Allocation = Number(JsonText.Member(inserted, "image"), "actual-size"),
            Physical = LengthOf(path),
        }
            : path is not null ? described with { Capacity = LengthOf(path), Allocation = LengthOf(path), Physical = LengthOf(path) }
            : described;
        string? node = JsonText.StringOf(block, "node-name");
        JsonElement? count = node is null || counts is not { } all ? null
            : JsonText.Items(all).Where(c => JsonText.StringOf(c, "node-name") == node).Select(c => JsonText.Member(c, "stats"))
            .FirstOrDefault();
        return count is not { ValueKind: JsonValueKind.Object } stats ? described : described with
        {
            Reads = Traffic(stats, "rd", "rd_bytes"),
            Writes = Traffic(stats, "wr", "wr_bytes"),
            Flushes = Traffic(stats, "flush", bytes: null),
        };
    }

    private static DiskTraffic Traffic(JsonElement counts, string kind, string? bytes) => new(
        Number(counts, $"{kind}_operations") ?? 0,
        bytes is null ? 0 : Number(counts, bytes) ?? 0,
        TimeSpan.FromTicks((long)((Number(counts, $"{kind}_total_time_ns") ?? 0) / NanosecondsOfTick)));

    private static ulong? Number(JsonElement? element, string name) =>
        JsonText.Member(element, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetUInt64(out ulong value) ? value : null;

    private static ulong? LengthOf(string? path)
    {
        try
        {
            return path is not null && new FileInfo(path) is { Exists: true } file ? (ulong)file.Length : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
