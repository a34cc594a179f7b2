using NVirt.Cpu;
using NVirt.Domains.Documents;

namespace NVirt.Samples;

/// <summary>How a guest sees its memory and its time.</summary>
public static class NumaSample
{
    /// <summary>Writes the NUMA cells of a domain, and how its timers catch up.</summary>
    public static async Task RunAsync(string domain, TextWriter output, CancellationToken cancellation = default)
    {
        DomainDefinition guest = (await DomainDocument.ReadFileAsync(domain, cancellation)).Definition;
        foreach (CpuNumaCell cell in guest.Cpu?.Numa?.Cells ?? [])
        {
            await output.WriteLineAsync($"CPUs {string.Join(' ', cell.Cpus)} with {cell.MemoryKiB} KiB");
            foreach (CpuNumaCache cache in cell.Caches)
            {
                string mapping = cache.Associativity == CpuNumaCacheAssociativity.Direct ? "directly mapped" : "associative";
                string writing = cache.Policy == CpuNumaCachePolicy.Writeback ? "writes back" : "writes through";
                await output.WriteLineAsync($"- cache of level {cache.Level}: {cache.SizeKiB} KiB, {mapping}, {writing}");
            }
        }

        foreach (CpuNumaLink link in guest.Cpu?.Numa?.Links ?? [])
        {
            string what = link.Access switch
            {
                CpuNumaAccess.Read => "reads",
                CpuNumaAccess.Write => "writes",
                _ => "reads and writes",
            };
            string value = link.IsBandwidth ? $"{link.Value} KiB/s" : $"{link.Value} ns";
            await output.WriteLineAsync($"cell {link.Initiator} {what} memory of cell {link.Target}: {value}");
        }

        foreach (DomainTimer timer in guest.Clock?.Timers ?? [])
        {
            if (timer.Catchup is DomainCatchup { Limit: var limit })
            {
                await output.WriteLineAsync($"{timer.Name} catches up with missed ticks for at most {limit} ns");
            }
        }
    }
}
