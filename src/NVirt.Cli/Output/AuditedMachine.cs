using NVirt.Cpu;
using NVirt.Fleet.Mitigations;
using NVirt.Platforms;

namespace NVirt.Cli.Output;

/// <summary>A host or a guest of an audit.</summary>
/// <param name="Cpu">What the audit knows of it.</param>
/// <param name="Statement">What was said of it.</param>
internal sealed record AuditedMachine(AuditedCpu Cpu, CpuStatement Statement)
{
    /// <summary>The hosts, where several documents of the same name are one.</summary>
    public static IEnumerable<AuditedMachine> Merged(IReadOnlyList<AuditedMachine> hosts, CpuMap map)
    {
        foreach (IGrouping<object, AuditedMachine> group in hosts.GroupBy(h => h.Statement.Name ?? (object)h))
        {
            AuditedMachine[] documents = [.. group];
            if (documents is [var only])
            {
                yield return only;
            }
            else
            {
                CpuStatement judged = MergedHost.Of([.. documents.Select(d => d.Statement)]).Judged;
                yield return new AuditedMachine(AuditedCpu.Of(judged, group.Key.ToString()!, map), judged);
            }
        }
    }
}
