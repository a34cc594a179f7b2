using System.Globalization;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Statistics;
using NVirt.Remote.Words;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Xdr;

namespace NVirt.Daemon.Handlers;

/// <summary>Counts of a domain, as the named values that bulk statistics have.</summary>
internal static class StatisticsFields
{
    private const double NanosecondsOfTick = 100;

    /// <summary>The groups that are built.</summary>
    public const VirDomainStatsTypes Known = VirDomainStatsTypes.State | VirDomainStatsTypes.CpuTotal | VirDomainStatsTypes.Balloon
        | VirDomainStatsTypes.Vcpu | VirDomainStatsTypes.Interface | VirDomainStatsTypes.Block;

    /// <summary>What has to be counted for some groups.</summary>
    public static DomainStatisticsParts PartsOf(VirDomainStatsTypes groups)
    {
        return Part(VirDomainStatsTypes.CpuTotal, DomainStatisticsParts.Processor)
            | Part(VirDomainStatsTypes.Balloon, DomainStatisticsParts.Memory)
            | Part(VirDomainStatsTypes.Vcpu, DomainStatisticsParts.Vcpus)
            | Part(VirDomainStatsTypes.Block, DomainStatisticsParts.Disks)
            | Part(VirDomainStatsTypes.Interface, DomainStatisticsParts.Interfaces);

        DomainStatisticsParts Part(VirDomainStatsTypes group, DomainStatisticsParts part) =>
            groups.HasFlag(group) ? part : DomainStatisticsParts.None;
    }

    /// <summary>The values of some groups, in libvirt's order.</summary>
    public static TypedParameter[] Of(DomainStatistics counts, VirDomainStatsTypes groups)
    {
        List<TypedParameter> fields = [];
        AddState(fields, counts.Domain, groups);
        AddProcessor(fields, counts.Processor);
        AddMemory(fields, counts.Memory);
        AddVcpus(fields, counts);
        AddInterfaces(fields, counts, groups);
        AddDisks(fields, counts, groups);
        return [.. fields];
    }

    /// <summary>A time in nanoseconds.</summary>
    public static ulong Nanoseconds(TimeSpan time) => (ulong)(time.Ticks * NanosecondsOfTick);

    private static void AddState(List<TypedParameter> fields, DomainSummary domain, VirDomainStatsTypes groups)
    {
        if (groups.HasFlag(VirDomainStatsTypes.State))
        {
            fields.Add(TypedParameter.OfInt("state.state", (int)DomainStateNumbers.Of(domain.State)));
            fields.Add(TypedParameter.OfInt("state.reason", DomainStateNumbers.Of(domain.State, domain.Reason)));
        }
    }

    private static void AddProcessor(List<TypedParameter> fields, ProcessorStatistics? processor)
    {
        if (processor is not null)
        {
            fields.Add(TypedParameter.OfULong("cpu.time", Nanoseconds(processor.Total)));
            fields.Add(TypedParameter.OfULong("cpu.user", Nanoseconds(processor.User)));
            fields.Add(TypedParameter.OfULong("cpu.system", Nanoseconds(processor.System)));
        }
    }

    private static void AddMemory(List<TypedParameter> fields, MemoryStatistics? memory)
    {
        if (memory is not null)
        {
            fields.Add(TypedParameter.OfULong("balloon.current", memory.CurrentKiB));
            fields.Add(TypedParameter.OfULong("balloon.maximum", memory.MaximumKiB));
            Add(fields, "balloon.rss", memory.ResidentKiB);
        }
    }

    private static void AddVcpus(List<TypedParameter> fields, DomainStatistics counts)
    {
        if (counts.Vcpus.IsEmpty)
        {
            return;
        }

        fields.Add(TypedParameter.OfUInt("vcpu.current", (uint)counts.Vcpus.Count(v => v.IsOnline)));
        fields.Add(TypedParameter.OfUInt("vcpu.maximum", (uint)counts.Vcpus.Length));
        foreach (VcpuStatistics vcpu in counts.Vcpus.Where(v => v.ProcessorTime is not null))
        {
            fields.Add(TypedParameter.OfInt(Name("vcpu", (int)vcpu.Id, "state"), (int)VirVcpuState.Running));
            fields.Add(TypedParameter.OfULong(Name("vcpu", (int)vcpu.Id, "time"), Nanoseconds(vcpu.ProcessorTime!.Value)));
        }
    }

    private static void AddInterfaces(List<TypedParameter> fields, DomainStatistics counts, VirDomainStatsTypes groups)
    {
        if (!groups.HasFlag(VirDomainStatsTypes.Interface) || !counts.Domain.IsActive)
        {
            return;
        }

        fields.Add(TypedParameter.OfUInt("net.count", (uint)counts.Interfaces.Length));
        for (int i = 0; i < counts.Interfaces.Length; i++)
        {
            InterfaceStatistics net = counts.Interfaces[i];
            fields.Add(TypedParameter.OfString(Name("net", i, "name"), net.Name));
            AddTraffic(fields, i, "rx", net.Received);
            AddTraffic(fields, i, "tx", net.Sent);
        }
    }

    private static void AddTraffic(List<TypedParameter> fields, int index, string way, InterfaceTraffic traffic)
    {
        fields.Add(TypedParameter.OfULong(Name("net", index, $"{way}.bytes"), traffic.Bytes));
        fields.Add(TypedParameter.OfULong(Name("net", index, $"{way}.pkts"), traffic.Packets));
        fields.Add(TypedParameter.OfULong(Name("net", index, $"{way}.errs"), traffic.Errors));
        fields.Add(TypedParameter.OfULong(Name("net", index, $"{way}.drop"), traffic.Dropped));
    }

    private static void AddDisks(List<TypedParameter> fields, DomainStatistics counts, VirDomainStatsTypes groups)
    {
        if (!groups.HasFlag(VirDomainStatsTypes.Block))
        {
            return;
        }

        fields.Add(TypedParameter.OfUInt("block.count", (uint)counts.Disks.Length));
        for (int i = 0; i < counts.Disks.Length; i++)
        {
            DiskStatistics disk = counts.Disks[i];
            fields.Add(TypedParameter.OfString(Name("block", i, "name"), disk.Target));
            if (disk.Path is not null)
            {
                fields.Add(TypedParameter.OfString(Name("block", i, "path"), disk.Path));
            }

            AddTraffic(fields, i, "rd", disk.Reads, hasBytes: true);
            AddTraffic(fields, i, "wr", disk.Writes, hasBytes: true);
            AddTraffic(fields, i, "fl", disk.Flushes, hasBytes: false);
            Add(fields, Name("block", i, "allocation"), disk.Allocation);
            Add(fields, Name("block", i, "capacity"), disk.Capacity);
            Add(fields, Name("block", i, "physical"), disk.Physical);
        }
    }

    private static void AddTraffic(List<TypedParameter> fields, int index, string way, DiskTraffic? traffic, bool hasBytes)
    {
        if (traffic is null)
        {
            return;
        }

        fields.Add(TypedParameter.OfULong(Name("block", index, $"{way}.reqs"), traffic.Requests));
        if (hasBytes)
        {
            fields.Add(TypedParameter.OfULong(Name("block", index, $"{way}.bytes"), traffic.Bytes));
        }

        fields.Add(TypedParameter.OfULong(Name("block", index, $"{way}.times"), Nanoseconds(traffic.Time)));
    }

    private static void Add(List<TypedParameter> fields, string name, ulong? value)
    {
        if (value is { } number)
        {
            fields.Add(TypedParameter.OfULong(name, number));
        }
    }

    private static string Name(string group, int index, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{group}.{index}.{what}");
}
