
namespace NVirt.Cpu.Probe.Dumps;

/// <summary>A format in which people publish what a processor reports.</summary>
/// <param name="Name">Its name in messages.</param>
/// <param name="Looks">Whether a text has this format. It need not be well-formed throughout.</param>
/// <param name="Read">Reads every processor in it, using a map; refuses mistakes with file, line and column.</param>
/// <remarks>
/// Immutable, and safe for use by several threads if its functions are. Two are equal only if they share their functions.
/// </remarks>
public sealed record DumpForm(string Name, Predicate<DumpText> Looks, Func<DumpText, CpuMap, IReadOnlyList<DumpedCpu>> Read)
{
    /// <summary>
    /// Whether 32-bit programs write it too. From such a program, an Intel processor hides <c>syscall</c>, which it has in 64-bit mode
    /// only (Intel SDM volume 2, CPUID, 80000001H:EDX[11]).
    /// </summary>
    public bool MayBeOf32Bits { get; init; }
}
