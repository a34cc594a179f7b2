namespace NVirt.Cpu.Probe;

/// <summary>What was read of a machine of any other architecture, LoongArch among them, for information: no model comes from it. Immutable.</summary>
public sealed record GenericHostReading : HostReading
{
    internal GenericHostReading(CpuArchitecture arch)
        : base(arch)
    {
    }

    /// <inheritdoc/>
    public override CpuData? RawData => null;

    /// <summary>The kernel's name of the processor, or <see langword="null"/>.</summary>
    public string? ModelName { get; init; }

    // LoongArch begins the words with capitals: Model Name, Address Sizes.
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
