using NVirt.Cpu;

namespace NVirt.Native;

/// <summary>A CPU that a C program holds. What is derived from it is made once; it never changes, and threads may share it.</summary>
/// <param name="source">The CPU as it was read.</param>
/// <param name="map">Its map.</param>
internal sealed class NativeCpu(CpuSource source, CpuMap map)
{
    private CpuSource? _decoded = source.Definition is null ? null : source;
    private Quick? _quick;

    /// <summary>The map.</summary>
    public CpuMap Map => map;

    /// <summary>The CPU as it was read.</summary>
    public CpuSource Source => source;

    /// <summary>The CPU with a definition.</summary>
    /// <exception cref="CpuException">No model fits.</exception>
    public CpuSource Decoded => _decoded ??= source.Decoded(map);

    /// <summary>The definition.</summary>
    /// <exception cref="CpuException">No model fits.</exception>
    public CpuDefinition Definition => Decoded.Definition!;

    /// <summary>What is needed to compare by bits alone.</summary>
    /// <exception cref="CpuException">No model fits.</exception>
    public Quick ByBits => _quick ??= Quick.Of(this);

    /// <summary>A CPU as bits, where its architecture has them.</summary>
    /// <param name="Driver">The driver of x86.</param>
    /// <param name="Resolved">The bits; <see langword="null"/> where the CPU has to be compared by its definition.</param>
    /// <param name="IsWholeHost">Whether all is known of it as a host.</param>
    /// <param name="IsPlainGuest">Whether a verdict of no is the last word.</param>
    internal sealed record Quick(CpuDriverAdvanced Driver, ResolvedCpu? Resolved, bool IsWholeHost, bool IsPlainGuest)
    {
        /// <summary>Looks the names up.</summary>
        public static Quick Of(NativeCpu cpu)
        {
            CpuDriverAdvanced driver = CpuDriver.For(CpuArchitecture.X86_64, cpu.Map).Advanced;
            CpuDefinition definition = cpu.Definition;
            if (definition.Arch is not (CpuArchitecture.X86_64 or CpuArchitecture.None))
            {
                return new Quick(driver, Resolved: null, IsWholeHost: false, IsPlainGuest: false);
            }

            try
            {
                return new Quick(
                    driver,
                    driver.Resolve(definition),
                    definition.Model is not null && cpu.Decoded.Unknown.IsEmpty,
                    definition is not { Mode: CpuMode.HostModel or CpuMode.HostPassthrough or CpuMode.Maximum }
                        && !cpu.Source.IsOfRunningGuest);
            }
            catch (CpuException)
            {
                // The comparison by definitions says which name is unknown.
                return new Quick(driver, Resolved: null, IsWholeHost: false, IsPlainGuest: false);
            }
        }
    }
}
