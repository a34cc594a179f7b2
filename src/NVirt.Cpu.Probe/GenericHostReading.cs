using NVirt.Cpu.Probe.Linux;

namespace NVirt.Cpu.Probe;

/// <summary>
/// What was read from a machine of any other architecture, such as LoongArch, for information: it gives no model. Immutable.
/// </summary>
public sealed record GenericHostReading : HostReading
{
    internal GenericHostReading(CpuArchitecture arch)
        : base(arch)
    {
    }

    /// <inheritdoc/>
    public override CpuData? RawData => null;

    /// <summary>The kernel's name for the processor, or <see langword="null"/>.</summary>
    public string? ModelName { get; init; }

    // LoongArch capitalizes the words: Model Name, Address Sizes.
    internal static GenericHostReading Of(CpuArchitecture arch, CpuInfoText info)
    {
        bool isLoongArch = arch == CpuArchitecture.LoongArch64;
        CpuInfoLine? sizes = info.Find(isLoongArch ? "Address Sizes" : "address sizes");
        (int? physical, int? @virtual) = CpuInfo.AddressSizes(sizes?.Value);
        if (sizes is not null && physical is null)
        {
            info.Unexpected(sizes, Messages.Probe_AddressSizes);
        }

        return new GenericHostReading(arch)
        {
            ModelName = info.Find(isLoongArch ? "Model Name" : "model name")?.Value,
            PhysicalBits = physical,
            VirtualBits = @virtual,
        };
    }
}
