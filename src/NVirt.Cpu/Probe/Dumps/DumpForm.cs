namespace NVirt.Cpu.Probe.Dumps;

/// <summary>One form in which people publish what a processor says of itself.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Looks">Whether a text has the form. That it has does not say that all of it is well formed.</param>
/// <param name="Read">Reads every processor in it by a map; refuses with file, line and column.</param>
internal sealed record DumpForm(string Name, Predicate<DumpText> Looks, Func<DumpText, CpuMap, IReadOnlyList<DumpedCpu>> Read)
{
    /// <summary>
    /// Whether programs of 32 bits write it too. In such a program an Intel processor hides <c>syscall</c>, which it has in 64-bit mode only
    /// (Intel SDM volume 2, CPUID, 80000001H:EDX[11]).
    /// </summary>
    public bool MayBeOf32Bits { get; init; }
}
