namespace NVirt.Cpu.Map;

/// <summary>The microarchitecture of processors with certain signatures; a row of data/processors.</summary>
/// <param name="VendorIds">The vendors, by their characters of leaf 0 without the blanks around them.</param>
/// <param name="Name">The microarchitecture.</param>
/// <param name="Models">libvirt's models of such processors, the best first; empty if there is none.</param>
/// <param name="Parts">The signatures. Of all cores of a vendor, the first part that fits counts.</param>
internal sealed record ProcessorCore(string[] VendorIds, string Name, string[] Models, ProcessorPart[] Parts)
{
    // If two threads both create them, that does no harm.
    private static ProcessorCore[]? _all;

    /// <summary>All of them, in their order.</summary>
    public static ProcessorCore[] All => _all ??= CompiledProcessors.Create();

    /// <summary>The first core and part that a signature fits; <see langword="null"/> if it is not known.</summary>
    public static (ProcessorCore Core, ProcessorPart Part)? Find(string vendorId, CpuSignature signature)
    {
        foreach (ProcessorCore core in All)
        {
            foreach (ProcessorPart part in core.Parts)
            {
                if (part.Fits(signature) && core.VendorIds.Contains(vendorId))
                {
                    return (core, part);
                }
            }
        }

        return null;
    }
}

/// <summary>Signatures of a core, and the code name of the parts that have them; <see langword="null"/> if none is given.</summary>
internal sealed record ProcessorPart(uint Family, uint FirstModel, uint LastModel, uint FirstStepping, uint LastStepping, string? CodeName)
{
    /// <summary>Whether a signature is among them.</summary>
    public bool Fits(CpuSignature signature) => signature.Family == Family
        && signature.Model >= FirstModel && signature.Model <= LastModel
        && signature.Stepping >= FirstStepping && signature.Stepping <= LastStepping;
}
