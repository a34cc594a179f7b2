using System.Text.Json.Nodes;
using NVirt.Daemon.Faults;
using NVirt.Daemon.Sessions;
using NVirt.Domains.Documents;
using NVirt.Domains.Documents.Devices;
using NVirt.Domains.Driver;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;
using NVirt.Xml;

namespace NVirt.Daemon.Handlers;

/// <summary>The size and the content of a domain's disks.</summary>
internal static class DiskCalls
{
    private const uint InBytes = (uint)VirDomainBlockResizeFlags.Bytes;
    private const ulong KiB = 1024;
    private const ulong Sector = 512;

    // What fits into the answer.
    private const uint MostPeeked = 4_194_304;

    public static void AddTo(CallTable calls)
    {
        calls.Add(RemoteProgram.DomainBlockResize, ResizeAsync);
        calls.Add(RemoteProgram.DomainBlockPeek, PeekAsync);
    }

    private static async ValueTask<XdrNothing> ResizeAsync(Call call, DomainBlockResizeArgs arguments)
    {
        call.AllowFlags(arguments.Flags, InBytes);
        ulong unit = (arguments.Flags & InBytes) != 0 ? 1 : KiB;
        UInt128 bytes = ((((UInt128)arguments.Size * unit) + Sector - 1) / Sector) * Sector;
        if (bytes > long.MaxValue)
        {
            throw Fault.Of(VirErrorNumber.Overflow, VirErrorDomain.Qemu, Text.Of(Messages.Disk_TooLarge, long.MaxValue / (long)unit));
        }

        DomainSummary domain = await DomainNames.RunningAsync(call, arguments.Dom);
        DiskDevice disk = await DiskAsync(call, domain, arguments.Disk);
        JsonObject resize = new()
        {
            ["execute"] = "block_resize",
            ["arguments"] = new JsonObject { ["node-name"] = await NodeAsync(call, domain, disk), ["size"] = (long)bytes },
        };
        MonitorCalls.ResultOf(await MonitorCalls.ExecuteAsync(call, domain, resize.ToJsonString()));
        return XdrNothing.Value;
    }

    private static async ValueTask<DomainBlockPeekResult> PeekAsync(Call call, DomainBlockPeekArgs arguments)
    {
        call.AllowFlags(arguments.Flags);
        if (arguments.Size > MostPeeked)
        {
            throw CommonFaults.InvalidArgument(Text.Of(Messages.Disk_PeekSize, arguments.Size, MostPeeked));
        }

        // Only the guests of a driver with a monitor are on this host, with their disks.
        _ = Optional.Of<IDomainMonitors>(call);
        DomainSummary domain = await DomainNames.FindAsync(call, arguments.Dom);
        DiskDevice disk = await DiskAsync(call, domain, arguments.Path);
        string format = disk.Driver.Format ?? "raw";
        if (format != "raw")
        {
            throw CommonFaults.InvalidArgument(Text.Of(Messages.Disk_PeekFormat, Text.OnOneLine(format, 100)));
        }

        await using FileStream file = PlainFile.Open(disk.Source!.Path!);
        if (arguments.Offset > (ulong)file.Length || arguments.Size > (ulong)file.Length - arguments.Offset)
        {
            throw Fault.OfSystem(VirErrorDomain.Qemu, Text.Of(Messages.Disk_PeekEnd, disk.Source.Path, file.Length), number: 0);
        }

        byte[] bytes = new byte[arguments.Size];
        file.Seek((long)arguments.Offset, SeekOrigin.Begin);
        await file.ReadExactlyAsync(bytes, call.Cancellation);
        return new DomainBlockPeekResult { Buffer = bytes };
    }

    // A disk is meant by the guest's name of it, or by the path of its image.
    private static async Task<DiskDevice> DiskAsync(Call call, DomainSummary domain, string name)
    {
        DomainDocument document = await call.Driver.GetDocumentAsync(domain.Uuid, cancellation: call.Cancellation);
        return document.Definition.Devices.All.OfType<DiskDevice>()
            .FirstOrDefault(d => d.Source?.Path is not null && (d.Target == name || d.Source.Path == name))
            ?? throw CommonFaults.InvalidArgument(Text.Of(Messages.Disk_None, Text.OnOneLine(name, 200)));
    }

    // QEMU names a disk by a node, and lists nodes with their images.
    private static async Task<string> NodeAsync(Call call, DomainSummary domain, DiskDevice disk)
    {
        JsonNode answer = JsonNode.Parse(await MonitorCalls.ExecuteAsync(call, domain, """{"execute":"query-block"}"""))!;
        JsonNode? inserted = (answer["return"] as JsonArray ?? []).Select(b => b?["inserted"])
            .FirstOrDefault(i => (string?)i?["file"] == disk.Source!.Path);
        return (string?)inserted?["node-name"]
            ?? throw CommonFaults.InvalidArgument(Text.Of(Messages.Disk_None, Text.OnOneLine(disk.Source!.Path!, 200)));
    }
}
